import Market
import Money

/// The bars and indicators of a script.
struct SeriesStore {
  /// The most indicators a script may have.
  static let indicatorsAtMost = 10_000
  /// The most bytes its indicators may hold together.
  static let bytesAtMost = 32 * 1_048_576

  private var histories: [BarHistory] = []
  private var places: [Series: Int] = [:]
  private var positions: [InstrumentID: Int] = [:]
  private(set) var slots: [IndicatorSlot] = []
  private var fed: [Int: [Int]] = [:]
  private var bytes = 0

  /// The bars of a declared symbol, by its position, in an interval.
  private struct Series: Hashable {
    let position: Int64
    let interval: BarInterval
  }

  /// The place of the bars of a declared symbol, by its position, and an interval.
  mutating func place(position: Int64, interval: BarInterval) -> Int {
    let series = Series(position: position, interval: interval)
    if let place = places[series] { return place }
    histories.append(BarHistory())
    places[series] = histories.count - 1
    return histories.count - 1
  }

  /// Learns which instrument a declared symbol is.
  mutating func bind(_ instrument: InstrumentID, position: Int) {
    positions[instrument] = position
  }

  /// The bars at a place.
  func history(_ place: Int64) -> BarHistory? {
    place >= 0 && place < histories.count ? histories[Int(place)] : nil
  }

  /// Takes a closed bar, and feeds it to the indicators on its series.
  mutating func take(_ bar: Bar) {
    guard let position = positions[bar.instrument] else { return }
    let place = place(position: Int64(position), interval: bar.interval)
    let closed = SeriesBar(bar)
    histories[place].append(closed)
    for slot in fed[place] ?? [] { slots[slot].take(closed) }
  }

  /// Adds an indicator and gives its place; nil when there are too many or they hold too much.
  ///
  /// One on a series first takes the bars that are there.
  mutating func add(
    _ specification: IndicatorSpecification, source: IndicatorSlot.Source?
  ) -> Int? {
    let size = specification.memoryBytes + Indicator.historyAtMost * 16
    guard slots.count < Self.indicatorsAtMost, bytes + size <= Self.bytesAtMost else { return nil }
    bytes += size
    var slot = IndicatorSlot(specification, source: source)
    if let source {
      for bar in histories[source.series].all { slot.take(bar) }
      fed[source.series, default: []].append(slots.count)
    }
    slots.append(slot)
    return slots.count - 1
  }

  /// A new day began.
  func startSession() {
    for slot in slots where slot.source == nil { slot.startSession() }
  }
}

/// The closed bars of one symbol and interval, the newest first.
struct BarHistory {
  /// The most bars that are kept at least; older ones are given up in bulk.
  static let atLeast = 100_000
  private var bars: [SeriesBar] = []

  /// How many there are.
  var count: Int { bars.count }

  /// The bar at a place, 1 for the newest; nil beyond the oldest.
  subscript(place: Int64) -> SeriesBar? {
    guard place >= 1, place <= bars.count else { return nil }
    return bars[bars.count - Int(place)]
  }

  /// All bars, the oldest first.
  var all: [SeriesBar] { bars }

  /// Adds the newest.
  mutating func append(_ bar: SeriesBar) {
    if bars.count >= 2 * Self.atLeast { bars.removeFirst(Self.atLeast) }
    bars.append(bar)
  }
}

/// A closed bar as scripts read it.
struct SeriesBar: Equatable {
  /// The columns of a series, by the numbers the prelude uses.
  enum Column: Int64, CaseIterable {
    case open
    case high
    case low
    case close
    case volume
    case time
  }

  /// The start in milliseconds since the epoch.
  let time: Int64
  /// The day of the start, in India.
  let day: Int64
  let open: Double
  let high: Double
  let low: Double
  let close: Double
  let volume: Int64

  init(_ bar: Bar) {
    time = bar.start.milliseconds
    day = IndianTime(bar.start).day
    open = NumberReading.double(micros: bar.open.micros)
    high = NumberReading.double(micros: bar.high.micros)
    low = NumberReading.double(micros: bar.low.micros)
    close = NumberReading.double(micros: bar.close.micros)
    volume = bar.volume
  }

  /// The value of a column as a float, for indicators.
  func number(_ column: Column) -> Double {
    switch column {
    case .open: open
    case .high: high
    case .low: low
    case .close: close
    case .volume: Double(volume)
    case .time: Double(time)
    }
  }

  /// The bar as indicators take it.
  var indicatorBar: IndicatorBar {
    IndicatorBar(high: high, low: low, close: close, volume: Double(volume))
  }
}
