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
  /// Ticks whose bid was above their ask, where both are quoted.
  private(set) var crossedQuotes = 0
  /// The time of the first tick.
  private(set) var first: EventTime?
  /// The time of the last tick.
  private(set) var last: EventTime?
  /// The longest time between two ticks that follow each other.
  private(set) var longestPause: (start: EventTime, nanoseconds: Int64)?

  /// Counts the ticks of a run.
  mutating func add(_ run: TickRun) {
    guard let head = run.first else { return }
    crossedQuotes += run.crossedQuotes
    ticks += run.count
    var previous = last ?? head.time
    if last == nil { first = head.time }
    var pause = longestPause?.nanoseconds ?? 0
    var symbol = head.symbol
    var streak = (count: 0, first: head.time)
    for tick in run {
      if tick.symbol != symbol {
        count(run.instrument(of: symbol), streak.count, from: streak.first, to: previous)
        symbol = tick.symbol
        streak = (0, tick.time)
      }
      streak.count += 1
      let time = tick.time
      if time.nanoseconds - previous.nanoseconds > pause {
        pause = time.nanoseconds - previous.nanoseconds
        longestPause = (previous, pause)
      }
      previous = time
    }
    count(run.instrument(of: symbol), streak.count, from: streak.first, to: previous)
    last = previous
  }

  /// Counts a tick.
  mutating func add(_ tick: Tick) {
    ticks += 1
    if tick.isCrossed { crossedQuotes += 1 }
    count(tick.instrument, 1, from: tick.time, to: tick.time)
    if let last {
      let pause = tick.time.nanoseconds - last.nanoseconds
      if pause > longestPause?.nanoseconds ?? 0 { longestPause = (last, pause) }
    } else {
      first = tick.time
    }
    last = tick.time
  }

  /// Counts ticks of one instrument that follow each other.
  private mutating func count(
    _ instrument: InstrumentID, _ count: Int, from first: EventTime, to last: EventTime
  ) {
    let position = instrument.position
    while rows.count <= position { rows.append(Row()) }
    if rows[position].ticks == 0 {
      rows[position].first = first.nanoseconds
      order.append(instrument)
    }
    rows[position].ticks += count
    rows[position].last = last.nanoseconds
  }
}
