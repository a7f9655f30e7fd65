import Money

/// The bar being built of one instrument and interval.
struct BarSeries: Sendable {
  private var grid: BarGrid
  private var bar: Bar
  /// Whether a bar is being built.
  private(set) var isBuilding = false
  private var cumulative: Int64?
  private var dayEnd = Int64.min
  private var grown: Int64 = 0

  /// The length of its bars.
  var interval: BarInterval { bar.interval }

  /// When the bar has ended; the end of time while none is being built.
  private(set) var end = EventTime(nanoseconds: .max)

  /// A series without a bar.
  init(instrument: InstrumentID, interval: BarInterval, grid: BarGrid) {
    self.grid = grid
    bar = Bar(
      instrument: instrument, interval: interval, start: EventTime(nanoseconds: 0), open: .zero,
      high: .zero, low: .zero, close: .zero, volume: 0)
  }

  /// What there is of a bar, without the grid that it lies on.
  struct State: Codable, Sendable {
    fileprivate let bar: Bar
    fileprivate let isBuilding: Bool
    fileprivate let cumulative: Int64?
    fileprivate let dayEnd: Int64
    fileprivate let grown: Int64
    fileprivate let end: EventTime
  }

  /// What there is of a bar.
  var state: State {
    State(
      bar: bar, isBuilding: isBuilding, cumulative: cumulative, dayEnd: dayEnd, grown: grown,
      end: end)
  }

  /// Goes on from a state; whether it is one of such a series.
  mutating func restore(_ state: State) -> Bool {
    guard state.bar.instrument == bar.instrument, state.bar.interval == bar.interval else {
      return false
    }
    bar = state.bar
    isBuilding = state.isBuilding
    cumulative = state.cumulative
    dayEnd = state.dayEnd
    grown = state.grown
    end = state.end
    return true
  }

  /// Takes the finished bar out; nil when none was being built.
  mutating func take() -> Bar? {
    guard isBuilding else { return nil }
    isBuilding = false
    end = EventTime(nanoseconds: .max)
    return bar
  }

  /// Takes a tick of this instrument.
  mutating func add(_ tick: Tick) {
    if isBuilding {
      grow(by: tick)
    } else {
      count(tick)
      begin(tick)
    }
  }

  /// Adds a tick to the bar that is being built.
  @inline(__always)
  mutating func grow(by tick: Tick) {
    count(tick)
    bar.close = tick.ltp
    bar.high = max(bar.high, tick.ltp)
    bar.low = min(bar.low, tick.ltp)
    let (sum, overflow) = bar.volume.addingReportingOverflow(grown)
    bar.volume = overflow ? .max : sum
    grown = 0
  }

  /// Adds ticks to the bar that is being built.
  mutating func grow(by ticks: Span<Tick>) {
    for index in ticks.indices { grow(by: ticks[index]) }
  }

  private mutating func begin(_ tick: Tick) {
    guard let span = grid.span(of: bar.interval, at: tick.time) else { return }
    bar.start = span.start
    bar.open = tick.ltp
    bar.high = tick.ltp
    bar.low = tick.ltp
    bar.close = tick.ltp
    bar.volume = grown
    grown = 0
    end = span.end
    isBuilding = true
  }

  /// Adds what the day's volume has grown by; it begins again with each Indian date.
  @inline(__always)
  private mutating func count(_ tick: Tick) {
    var before = cumulative ?? tick.volume
    if tick.time.nanoseconds >= dayEnd {
      if cumulative != nil { before = 0 }
      dayEnd = ClockTime.endOfDay.on(day: IndianTime(tick.time).day).nanoseconds
    }
    cumulative = tick.volume
    // Within a day it cannot shrink; where it does, the feed has corrected itself.
    let growth = max(0, tick.volume.subtractingReportingOverflow(before).partialValue)
    let (sum, overflow) = grown.addingReportingOverflow(growth)
    grown = overflow ? .max : sum
  }
}
