import Market
import Money

/// Counts of ticks, by instrument and together.
struct TickTally {
  /// The ticks of one instrument.
  struct Row {
    /// How many.
    var ticks = 0
    /// The time of the first, in nanoseconds.
    var first: Int64 = 0
    /// The time of the last, in nanoseconds.
    var last: Int64 = 0
  }

  /// By instrument.
  private(set) var rows: [Row] = []
  /// The instruments in the order of their first tick.
  private(set) var order: [InstrumentID] = []
  /// All ticks.
  private(set) var ticks = 0
  /// Ticks whose bid was above their ask.
  private(set) var crossedQuotes = 0
  /// The time of the first tick.
  private(set) var first: EventTime?
  /// The time of the last tick.
  private(set) var last: EventTime?
  /// The longest time between two ticks that follow each other.
  private(set) var longestPause: (start: EventTime, nanoseconds: Int64)?

  /// Counts the ticks of a run.
  mutating func add(_ run: TickRun) {
    for tick in run { add(run.instrument(of: tick), tick.time) }
    crossedQuotes += run.crossedQuotes
  }

  /// Counts a tick.
  mutating func add(_ tick: Tick) {
    add(tick.instrument, tick.time)
    if tick.bid > tick.ask { crossedQuotes += 1 }
  }

  @inline(__always)
  private mutating func add(_ instrument: InstrumentID, _ time: EventTime) {
    let position = instrument.position
    while rows.count <= position { rows.append(Row()) }
    if rows[position].ticks == 0 {
      rows[position].first = time.nanoseconds
      order.append(instrument)
    }
    rows[position].ticks += 1
    rows[position].last = time.nanoseconds
    ticks += 1
    if let last {
      let pause = time.nanoseconds - last.nanoseconds
      if pause > longestPause?.nanoseconds ?? 0 { longestPause = (last, pause) }
    } else {
      first = time
    }
    last = time
  }
}
