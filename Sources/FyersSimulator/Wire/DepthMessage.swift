import Market

/// Writes the protobuf messages of the depth socket (FYERS.md §9) by hand: varints and lengths.
enum DepthMessage {
  /// A book of one symbol.
  static func book(
    _ instrument: SimulatedInstrument, _ quote: QuoteState, sequence: UInt64, isSnapshot: Bool,
    sentAt: Int64
  ) -> [UInt8] {
    let ladder = DepthLadder(quote, of: instrument)
    let bids = ladder.bids(50)
    let asks = ladder.asks(50)
    var depth = wrapped(1, UInt64(clamping: bids.reduce(0) { $0 + $1.size }))
    depth += wrapped(2, UInt64(clamping: asks.reduce(0) { $0 + $1.size }))
    for (index, level) in asks.enumerated() { depth += message(3, self.level(level, index)) }
    for (index, level) in bids.enumerated() { depth += message(4, self.level(level, index)) }
    let second = quote.tick.time.nanoseconds / EventTime.nanosecondsPerSecond
    var feed = message(5, depth)
    feed += wrapped(6, UInt64(clamping: second)) + wrapped(7, UInt64(clamping: sentAt))
    feed += message(8, Array(instrument.fyToken.utf8)) + number(9, sequence)
    feed += number(10, isSnapshot ? 1 : 0) + message(11, Array(instrument.symbol.utf8))
    let entry = message(1, Array(instrument.fyToken.utf8)) + message(2, feed)
    return number(1, 6) + message(2, entry) + number(3, isSnapshot ? 1 : 0)
  }

  /// An error in words.
  static func failure(_ text: String) -> [UInt8] {
    number(1, 8) + message(4, Array(text.utf8)) + number(5, 1)
  }

  private static func level(_ level: DepthLadder.Level, _ index: Int) -> [UInt8] {
    // Prices are in paise, whatever the increment.
    wrapped(1, UInt64(bitPattern: level.price / 10_000))
      + wrapped(2, UInt64(clamping: level.size)) + wrapped(3, UInt64(clamping: level.orders))
      + wrapped(4, UInt64(index))
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var out: [UInt8] = []
    while rest >= 0x80 {
      out.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    out.append(UInt8(rest))
    return out
  }

  private static func number(_ field: UInt64, _ value: UInt64) -> [UInt8] {
    value == 0 ? [] : varint(field << 3) + varint(value)
  }

  private static func message(_ field: UInt64, _ body: [UInt8]) -> [UInt8] {
    varint(field << 3 | 2) + varint(UInt64(body.count)) + body
  }

  /// A scalar in its wrapper message, which says that it is there even when it is zero.
  private static func wrapped(_ field: UInt64, _ value: UInt64) -> [UInt8] {
    message(field, number(1, value))
  }
}
