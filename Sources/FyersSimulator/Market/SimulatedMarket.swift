import Market
import Money

/// The newest quote of every instrument, and what was played so far.
struct SimulatedMarket: Sendable {
  /// All instruments.
  let catalogue: InstrumentCatalogue
  /// By instrument; nil for a symbol that never ticks.
  private(set) var quotes: [QuoteState?]
  /// What was played, as candles.
  private(set) var candles: CandleStore
  /// The simulated time: that of the newest tick, or of the end of closed hours passed over since.
  private(set) var time: EventTime
  /// Ticks played.
  private(set) var played: Int64 = 0
  private var isPrimed: [Bool]

  /// The market before the first tick: every symbol shows its first quote.
  ///
  /// - Parameters:
  ///   - scan: The first pass over the recording.
  ///   - catalogue: Its instruments.
  ///   - simulated: Moves a recorded time to the simulated clock.
  init(
    scan: RecordingScan, catalogue: InstrumentCatalogue, simulated: (EventTime) -> EventTime
  ) {
    self.catalogue = catalogue
    let count = catalogue.all.count
    candles = CandleStore(instruments: count)
    isPrimed = Array(repeating: true, count: count)
    time = simulated(scan.firstTime)
    quotes = (0..<count).map { index in
      guard index < scan.rows.count, let row = scan.rows[index] else { return nil }
      var first = catalogue.all[index].quoted(row.first)
      first.time = simulated(scan.firstTime)
      return QuoteState(first: first)
    }
    for quote in quotes.compactMap(\.self) { candles.note(quote.tick, growth: 0) }
  }

  /// Takes the next tick.
  ///
  /// - Returns: Whether it was news; a symbol's very first tick is what every snapshot showed.
  mutating func apply(_ tick: Tick) -> Bool {
    let position = tick.instrument.position
    guard quotes.indices.contains(position), let before = quotes[position] else { return false }
    time = max(time, tick.time)
    played += 1
    quotes[position]?.apply(catalogue.all[position].quoted(tick))
    if isPrimed[position] {
      // It was on display before, so what has been taken of it stays taken.
      quotes[position]?.availableAsk = before.availableAsk
      quotes[position]?.availableBid = before.availableBid
    }
    let growth = max(0, (quotes[position]?.tick.volume ?? 0) - before.tick.volume)
    candles.note(tick, growth: growth)
    defer { isPrimed[position] = false }
    return !isPrimed[position]
  }

  /// Moves the simulated time forward without a tick.
  mutating func advance(to time: EventTime) { self.time = max(self.time, time) }

  /// Counts volumes on: the recording starts again.
  mutating func beginLoop() { for index in quotes.indices { quotes[index]?.beginLoop() } }

  /// The quote of an instrument; nil when it never ticks.
  func quote(_ instrument: SimulatedInstrument) -> QuoteState? {
    quotes[instrument.id.position]
  }

  /// Takes units from the displayed size, at the ask for a buyer.
  mutating func consume(_ quantity: Int64, of position: Int, byBuyer: Bool) {
    if byBuyer {
      guard let size = quotes[position]?.availableAsk else { return }
      quotes[position]?.availableAsk = max(0, size - quantity)
    } else {
      guard let size = quotes[position]?.availableBid else { return }
      quotes[position]?.availableBid = max(0, size - quantity)
    }
  }
}

/// Price levels around the best bid and ask.
///
/// A recording has the top of the book only; further levels are one increment apart, and their sizes
/// are computed from the tick, so that the same recording always gives the same book.
struct DepthLadder {
  /// One level.
  struct Level: Equatable {
    var price: Int64
    var size: Int64
    var orders: Int64
  }

  private let quote: QuoteState
  private let instrument: SimulatedInstrument

  /// Where nobody waits.
  private static let empty = Level(price: 0, size: 0, orders: 0)

  /// The ladder of a quote.
  init(_ quote: QuoteState, of instrument: SimulatedInstrument) {
    self.quote = quote
    self.instrument = instrument
  }

  /// Bids from the best down; all zeros while nobody buys.
  func bids(_ count: Int) -> [Level] {
    (0..<count).map { index in
      level(
        quote.tick.bid.micros - Int64(index) * instrument.increment.micros, index: index,
        top: quote.tick.bidQuantity, salt: 17)
    }
  }

  /// Asks from the best up, all zeros while nobody sells; a locked quote shows its best ask one
  /// increment higher.
  func asks(_ count: Int) -> [Level] {
    guard quote.tick.ask > .zero else { return Array(repeating: Self.empty, count: count) }
    let step = instrument.increment.micros
    let isLocked = quote.tick.ask.micros == quote.tick.bid.micros
    let best = quote.tick.ask.micros + (isLocked ? step : 0)
    return (0..<count).map { index in
      level(best + Int64(index) * step, index: index, top: quote.tick.askQuantity, salt: 71)
    }
  }

  private func level(_ price: Int64, index: Int, top: Int64, salt: Int64) -> Level {
    let mixed =
      UInt64(bitPattern: quote.count &* 31 &+ Int64(index) &* salt &+ salt)
      &* 0x9E37_79B9_7F4A_7C15
    let size = index == 0 && top >= 0 ? top : Int64(mixed >> 54) + 1
    let orders = max(1, Int64(mixed >> 59))
    guard price > 0 else { return Self.empty }
    return Level(
      price: price, size: size * (index == 0 && top >= 0 ? 1 : instrument.lot), orders: orders)
  }
}
