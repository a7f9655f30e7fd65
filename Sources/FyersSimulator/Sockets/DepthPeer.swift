import Market

/// A client of the depth socket: five symbols, fifty channels, nothing before a channel is resumed.
final class DepthPeer: SocketPeer {
  let kind = SocketKind.depth
  private let exchange: SimulatedExchange
  private var outbox = Outbox(waitingMax: SimulatedExchange.waitingMax)
  /// The channel of each symbol's index, in the order of asking.
  private var channels: [(position: Int, channel: String)] = []
  private var active: Set<String> = []
  private var sequence: UInt64 = 0

  private static let symbolsMax = 5

  /// A client that has just connected.
  init(exchange: SimulatedExchange) { self.exchange = exchange }

  var waitingBytes: Int { outbox.waitingBytes }
  var isOverflowing: Bool { outbox.isOverflowing }

  func receive(_ bytes: [UInt8], isText: Bool, at wall: EventTime) {
    if bytes.elementsEqual("ping".utf8) {
      outbox.add(text: Array("pong".utf8))
      return
    }
    guard let request = JsonParser.parse(bytes), let data = request["data"] else {
      return fail("invalid request")
    }
    switch request["type"]?.integer {
    case 1: subscribe(data)
    case 2: resume(data)
    default: fail("unknown type")
    }
  }

  private func subscribe(_ data: Json) {
    guard let channel = data["channel"]?.looseText, let number = Int(channel),
      (1...50).contains(number)
    else { return fail("channel should be 1 to 50") }
    let names = data["symbols"]?.elements?.compactMap(\.text) ?? []
    for name in names.prefix(64) {
      guard let instrument = exchange.catalogue[name], !instrument.isIndex,
        instrument.place.exchange == 10
      else {
        fail("invalid symbol \(name)")
        continue
      }
      let position = instrument.id.position
      channels.removeAll { $0.position == position && $0.channel == channel }
      if data["subs"]?.integer == -1 { continue }
      guard channels.count < Self.symbolsMax else {
        fail("at most \(Self.symbolsMax) symbols")
        continue
      }
      channels.append((position, channel))
      if active.contains(channel) { send(position, isSnapshot: true) }
    }
    if !channels.isEmpty { exchange.hasAudience = true }
  }

  private func resume(_ data: Json) {
    for channel in (data["pauseChannels"]?.elements ?? []).compactMap(\.looseText) {
      active.remove(channel)
    }
    for channel in (data["resumeChannels"]?.elements ?? []).compactMap(\.looseText).prefix(50) {
      guard Int(channel).map({ (1...50).contains($0) }) ?? false else { continue }
      guard active.insert(channel).inserted else { continue }
      for entry in channels where entry.channel == channel {
        send(entry.position, isSnapshot: true)
      }
    }
  }

  /// Sends an instrument's newest book, if the client asked for it and listens.
  func push(_ position: Int) {
    guard channels.contains(where: { $0.position == position && active.contains($0.channel) })
    else { return }
    send(position, isSnapshot: false)
  }

  private func send(_ position: Int, isSnapshot: Bool) {
    guard let quote = exchange.market.quotes[position] else { return }
    sequence += 1
    outbox.add(
      binary: DepthMessage.book(
        exchange.catalogue.all[position], quote, sequence: sequence, isSnapshot: isSnapshot,
        sentAt: quote.tick.time.nanoseconds / EventTime.nanosecondsPerSecond))
  }

  private func fail(_ text: String) { outbox.add(binary: DepthMessage.failure(text)) }

  func takeFrames() -> [SocketFrame] { outbox.take() }
}

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
