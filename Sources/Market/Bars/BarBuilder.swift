/// Builds bars from ticks, closed at their ends.
///
/// Before each tick of the session, first take every bar that has ended with ``closeNext(by:)`` (or
/// ``advance(to:closed:)``), then ``add(_:)`` the tick, if it is one of continuous trading. A tick at the
/// moment a bar ends belongs to the next one; an interval without ticks makes no bar; a bar that has not
/// ended when the session does is never closed.
public struct BarBuilder: Sendable {
  /// What to build of one instrument.
  public struct Request: Sendable {
    /// The instrument.
    public let instrument: InstrumentID
    /// The intervals.
    public let intervals: [BarInterval]
    /// Where its bars begin and end.
    public let grid: BarGrid

    /// A request from its parts.
    public init(instrument: InstrumentID, intervals: [BarInterval], grid: BarGrid) {
      self.instrument = instrument
      self.intervals = intervals
      self.grid = grid
    }
  }

  /// By request, then by interval.
  private(set) var series: [BarSeries] = []
  /// The series of each instrument, as a range of `series`, by the instrument's position.
  private var ranges: [Range<Int>] = []
  /// By the instrument's position, whether its next tick begins a bar.
  public private(set) var begins: [Bool] = []
  /// The earliest end of a bar that is being built, in nanoseconds.
  public private(set) var nextEnd = Int64.max

  /// A builder of what is asked for.
  ///
  /// - Parameter requests: At most one for each instrument, in the order in which bars that end
  ///   together are to be closed.
  public init(_ requests: [Request]) {
    for request in requests {
      let position = request.instrument.position
      while ranges.count <= position { ranges.append(0..<0) }
      precondition(ranges[position].isEmpty, "an instrument is asked for once")
      let first = series.count
      for interval in Set(request.intervals).sorted() {
        series.append(
          BarSeries(instrument: request.instrument, interval: interval, grid: request.grid))
      }
      ranges[position] = first..<series.count
      while begins.count <= position { begins.append(false) }
      begins[position] = !request.intervals.isEmpty
    }
  }

  /// Whether a bar has ended by a moment.
  @inline(__always)
  public func isDue(at time: EventTime) -> Bool { time.nanoseconds >= nextEnd }

  /// Closes the next bar that has ended by a moment, in the order of end, interval and instrument.
  ///
  /// - Parameter time: The time of the tick to come.
  /// - Returns: The bar; nil when no more have ended, which costs one comparison.
  @inline(__always)
  public mutating func closeNext(by time: EventTime) -> Bar? {
    guard time.nanoseconds >= nextEnd else { return nil }
    return closeEarliest()
  }

  /// Closes every bar that has ended by a moment, in the order of end, interval and instrument.
  ///
  /// - Parameters:
  ///   - time: The time of the tick to come.
  ///   - closed: Called with each bar; when it throws, the bars after it stay and are closed by the
  ///     next call.
  /// - Throws: What `closed` throws.
  @inline(__always)
  public mutating func advance<Failure: Error>(
    to time: EventTime, closed: (Bar) throws(Failure) -> Void
  ) throws(Failure) {
    while let bar = closeNext(by: time) { try closed(bar) }
  }

  /// Takes a tick; one of an instrument that was not asked for changes nothing.
  public mutating func add(_ tick: Tick) {
    let position = tick.instrument.position
    guard position < ranges.count else { return }
    guard begins[position] else {
      for index in ranges[position] { series[index].grow(by: tick) }
      return
    }
    begins[position] = false
    for index in ranges[position] {
      series[index].add(tick)
      nextEnd = min(nextEnd, series[index].end.nanoseconds)
      if !series[index].isBuilding { begins[position] = true }
    }
  }

  /// Goes on with bars that were being built; those of other symbols or lengths are left out.
  ///
  /// - Parameter state: The bars.
  public mutating func restore(_ state: State) {
    for index in series.indices {
      _ = state.series.contains { series[index].restore($0) }
    }
    nextEnd = series.reduce(.max) { min($0, $1.end.nanoseconds) }
    for place in ranges.indices {
      begins[place] = ranges[place].contains { !series[$0].isBuilding }
    }
  }

  /// Takes ticks of one instrument, of which none begins a bar (``begins``).
  public mutating func add(_ ticks: Span<Tick>) {
    guard ticks.count > 0 else { return }
    let position = ticks[0].instrument.position
    guard position < ranges.count else { return }
    precondition(!begins[position], "a tick that begins a bar comes alone")
    for index in ranges[position] { series[index].grow(by: ticks) }
  }

  private mutating func closeEarliest() -> Bar? {
    guard nextEnd < .max else { return nil }
    var earliest = 0
    nextEnd = .max
    for index in series.indices.dropFirst() {
      let (end, best) = (series[index].end, series[earliest].end)
      // Of one moment the shorter bar is closed first, then the one that was asked for first.
      if end < best || (end == best && series[index].interval < series[earliest].interval) {
        nextEnd = min(nextEnd, best.nanoseconds)
        earliest = index
      } else {
        nextEnd = min(nextEnd, end.nanoseconds)
      }
    }
    let bar = series[earliest].take()
    if let bar { begins[bar.instrument.position] = true }
    return bar
  }
}

extension BarBuilder {
  /// The bars that are being built, without the grids that they lie on.
  public struct State: Codable, Sendable {
    let series: [BarSeries.State]
  }

  /// The bars that are being built.
  public var state: State { State(series: series.map(\.state)) }
}
