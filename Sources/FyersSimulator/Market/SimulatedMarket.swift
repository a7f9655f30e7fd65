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
  /// The simulated time: that of the newest tick.
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
      var first = row.first
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
    quotes[position]?.apply(tick)
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
