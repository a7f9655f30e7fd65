import Market
import Money

/// What a data-socket topic asks for: its kind, and the instrument behind the rest of the name.
struct WireTopic: Equatable, Sendable {
  /// The first two letters of a topic's name.
  enum Kind: String, Sendable, CaseIterable {
    case symbol = "sf"
    case index = "if"
    case depth = "dp"

    /// How many positional values a record has (FYERS.md §7.5).
    var valueCount: Int {
      switch self {
      case .symbol: 21
      case .index: 8
      case .depth: 30
      }
    }
  }

  let kind: Kind
  /// The instrument's index.
  let instrument: Int
  /// The name as the client wrote it.
  let name: String

  /// The topic of a name; nil when it is malformed or its instrument is not listed.
  init?(parsing name: String, in catalogue: InstrumentCatalogue) {
    guard let bar = name.firstIndex(of: "|"), let kind = Kind(rawValue: String(name[..<bar])),
      let found = catalogue.instrument(
        ofTopic: String(name[name.index(after: bar)...]), isIndex: kind == .index)
    else { return nil }
    self.kind = kind
    instrument = found.id.position
    self.name = name
  }
}

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
    let unit = instrument.scale.unit
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
      price(quote.high.micros, instrument), price(instrument.circuits.upper.micros, instrument),
      price(instrument.circuits.lower.micros, instrument),
      price(instrument.circuits.lower.micros, instrument),
      price(instrument.circuits.upper.micros, instrument), price(quote.open.micros, instrument),
      price(instrument.previousClose.micros, instrument),
    ]
  }

  private static func index(_ quote: QuoteState, _ instrument: SimulatedInstrument) -> [Int32] {
    [
      price(quote.tick.ltp.micros, instrument), price(instrument.previousClose.micros, instrument),
      second(quote.tick.time), price(quote.high.micros, instrument),
      price(quote.low.micros, instrument), price(quote.open.micros, instrument),
      price(instrument.circuits.upper.micros, instrument),
      price(instrument.circuits.lower.micros, instrument),
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
