import Market
import Money

/// The positional 32-bit values of a data record (FYERS.md §7.5).
enum WireValues {
  /// "No value" or "unchanged".
  static let absent = Int32.min

  /// All values of a topic as the market stands.
  static func of(
    _ topic: WireTopic, _ quote: QuoteState, _ instrument: SimulatedInstrument
  ) -> [Int32] {
    switch topic.kind {
    case .symbol: symbol(quote, instrument)
    case .index: index(quote, instrument)
    case .depth: depth(quote, instrument)
    }
  }

  /// A price in the topic's unit; prices beyond the range are held at its end.
  static func price(_ price: Int64, _ instrument: SimulatedInstrument) -> Int32 {
    let unit = instrument.wireUnit
    return Int32(clamping: (price + unit / 2) / unit)
  }

  /// A count; it wraps like the real feed's, around the value that means "absent".
  static func count(_ value: Int64) -> Int32 {
    let wrapped = Int32(truncatingIfNeeded: value)
    return wrapped == absent ? absent + 1 : wrapped
  }

  private static func second(_ time: EventTime) -> Int32 {
    Int32(clamping: time.nanoseconds / EventTime.nanosecondsPerSecond)
  }

  private static func symbol(_ quote: QuoteState, _ instrument: SimulatedInstrument) -> [Int32] {
    let tick = quote.tick
    let ladder = DepthLadder(quote, of: instrument)
    let bid = ladder.bids(1)[0]
    let ask = ladder.asks(1)[0]
    return [
      price(tick.ltp.micros, instrument), count(tick.volume), count(quote.lastTradeSecond),
      second(tick.time), count(bid.size), count(ask.size), price(tick.bid.micros, instrument),
      price(tick.ask.micros, instrument), count(quote.lastQuantity), count(bid.size * 60),
      count(ask.size * 60), price(quote.average.micros, instrument),
      count(max(0, tick.openInterest)), price(quote.low.micros, instrument),
      price(quote.high.micros, instrument), price(instrument.upperCircuit.micros, instrument),
      price(instrument.lowerCircuit.micros, instrument),
      price(instrument.lowerCircuit.micros, instrument),
      price(instrument.upperCircuit.micros, instrument), price(quote.open.micros, instrument),
      price(instrument.previousClose.micros, instrument),
    ]
  }

  private static func index(_ quote: QuoteState, _ instrument: SimulatedInstrument) -> [Int32] {
    [
      price(quote.tick.ltp.micros, instrument), price(instrument.previousClose.micros, instrument),
      second(quote.tick.time), price(quote.high.micros, instrument),
      price(quote.low.micros, instrument), price(quote.open.micros, instrument),
      price(instrument.upperCircuit.micros, instrument),
      price(instrument.lowerCircuit.micros, instrument),
    ]
  }

  private static func depth(_ quote: QuoteState, _ instrument: SimulatedInstrument) -> [Int32] {
    let ladder = DepthLadder(quote, of: instrument)
    let bids = ladder.bids(5)
    let asks = ladder.asks(5)
    var values: [Int32] = []
    values.reserveCapacity(30)
    for level in bids + asks { values.append(price(level.price, instrument)) }
    for level in bids + asks { values.append(count(level.size)) }
    for level in bids + asks { values.append(count(level.orders)) }
    return values
  }
}
