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

/// The newest quote of one instrument and its day so far.
struct QuoteState: Sendable {
  /// The newest tick, its time on the simulated clock and its volume counted on over loops.
  private(set) var tick: Tick
  private(set) var open: Price
  private(set) var high: Price
  private(set) var low: Price
  /// The exchange time of the last trade, epoch seconds.
  private(set) var lastTradeSecond: Int64
  /// Units of the last trade.
  private(set) var lastQuantity: Int64
  /// Displayed units still to be had at the best ask and the best bid; nil when not known.
  var availableAsk: Int64?
  var availableBid: Int64?
  /// How many ticks there were.
  private(set) var count: Int64 = 0

  private var rawVolume: Int64
  private var volumeBase: Int64 = 0
  private var turnover: Int128 = 0
  private var tradedSinceOpen: Int64 = 0

  /// The state at a symbol's first tick.
  init(first: Tick) {
    tick = first
    open = first.ltp
    high = first.ltp
    low = first.ltp
    lastTradeSecond = first.time.nanoseconds / EventTime.nanosecondsPerSecond
    lastQuantity = max(0, first.lastQuantity)
    rawVolume = first.volume
    availableAsk = first.askQuantity >= 0 ? first.askQuantity : nil
    availableBid = first.bidQuantity >= 0 ? first.bidQuantity : nil
  }

  /// Takes the next tick of the recording; its time is already on the simulated clock.
  mutating func apply(_ next: Tick) {
    count += 1
    let growth = next.volume >= rawVolume ? next.volume - rawVolume : 0
    // A smaller volume is a new day of a recording of several; volume then starts again.
    if next.volume < rawVolume { volumeBase = 0 }
    rawVolume = next.volume
    let isNewDay = IndianTime(next.time).day != IndianTime(tick.time).day
    if growth > 0 || next.ltp != tick.ltp {
      lastTradeSecond = next.time.nanoseconds / EventTime.nanosecondsPerSecond
    }
    lastQuantity = next.lastQuantity > 0 ? next.lastQuantity : growth > 0 ? growth : lastQuantity
    turnover += Int128(growth) * Int128(next.ltp.micros)
    tradedSinceOpen &+= growth
    open = isNewDay ? next.ltp : open
    high = isNewDay ? next.ltp : max(high, next.ltp)
    low = isNewDay ? next.ltp : min(low, next.ltp)
    availableAsk = next.askQuantity >= 0 ? next.askQuantity : nil
    availableBid = next.bidQuantity >= 0 ? next.bidQuantity : nil
    tick = next
    tick.volume = volumeBase &+ next.volume
  }

  /// Counts volume on from here: the recording starts again.
  mutating func beginLoop() {
    volumeBase &+= rawVolume
    rawVolume = 0
  }

  /// The average traded price of the day so far; the last price before there is one.
  var average: Price {
    guard tradedSinceOpen > 0 else { return tick.ltp }
    return Price(micros: Int64(clamping: turnover / Int128(tradedSinceOpen)))
  }

  /// Whether the recording says how much is offered.
  var hasDisplayedSize: Bool { tick.bidQuantity >= 0 && tick.askQuantity >= 0 }
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

  /// The ladder of a quote.
  init(_ quote: QuoteState, of instrument: SimulatedInstrument) {
    self.quote = quote
    self.instrument = instrument
  }

  /// Bids from the best down.
  func bids(_ count: Int) -> [Level] {
    (0..<count).map { index in
      level(
        quote.tick.bid.micros - Int64(index) * instrument.increment.micros, index: index,
        top: quote.tick.bidQuantity, salt: 17)
    }
  }

  /// Asks from the best up; a locked quote shows its best ask one increment higher.
  func asks(_ count: Int) -> [Level] {
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
    guard price > 0 else { return Level(price: 0, size: 0, orders: 0) }
    return Level(
      price: price, size: size * (index == 0 && top >= 0 ? 1 : instrument.lot), orders: orders)
  }
}
