import Market

/// What is due at a desk without a tick: timers, ends of bars, phases of the session, exits by time.
struct Agenda: Sendable {
  /// A timer that is set.
  struct Timer: Sendable {
    /// Its number, in order of creation.
    var id: Int32
    /// When it fires next.
    var next: EventTime
    /// How it goes on.
    var schedule: TimerSchedule
  }

  /// Timers that may be set at once.
  static let timersAtOnce = 10_000

  /// The first moment at which something is due, in nanoseconds; perhaps one at which nothing is.
  private(set) var nextDue = Int64.max
  /// The bars the script declared; nil when it declared none.
  private(set) var bars: BarBuilder?
  /// In the order of their ids.
  private(set) var timers: [Timer] = []
  private var nextTimerID: Int32 = 1
  /// The session of the first symbol inside the calendar; nil when there is none.
  private var session: SessionClock?
  /// Whether event time has begun, so that timers can be put on the grid.
  private var hasTime = false
  /// By symbol, the second of the day from which positions are squared off; nil: never.
  private var squareOffs: [Int64?] = []

  /// Takes the next symbol.
  mutating func addSymbol(squareOff: Int64?) { squareOffs.append(squareOff) }

  /// Begins event time: timers set before get their first firing.
  mutating func begin(at time: EventTime, bars: BarBuilder?, session: SessionClock?) {
    hasTime = true
    self.bars = bars
    self.session = session
    for position in timers.indices {
      timers[position].next = Self.firstFiring(of: timers[position].schedule, from: time)
    }
    refresh()
  }

  /// The first moment at which something is due.
  mutating func refresh() {
    let fixed = min(bars?.nextEnd ?? .max, session?.nextChange ?? .max)
    nextDue = timers.reduce(fixed) { min($0, $1.next.nanoseconds) }
  }

  // MARK: Bars and phases

  /// Adds a tick to the bars it belongs to, once those that ended before it are closed.
  @inline(__always)
  mutating func add(_ tick: Tick) {
    bars?.add(tick)
    if let end = bars?.nextEnd { nextDue = min(nextDue, end) }
  }

  /// The next bar that has ended by a moment; nil when none has.
  mutating func closeBar(by clock: EventTime) -> Bar? { bars?.closeNext(by: clock) }

  /// The phase that began by a moment, if it is another than before.
  mutating func changePhase(by clock: EventTime) -> SessionPhase? { session?.update(to: clock) }

  // MARK: Exits by time

  /// Whether any symbol is squared off by the clock.
  var squaresOff: Bool { squareOffs.contains { $0 != nil } }

  /// The second of the day from which a symbol is squared off; nil: never.
  @inline(__always)
  func squareOff(of place: Int) -> Int64? { squareOffs[place] }

  /// Finds out anew when symbols are squared off.
  mutating func setSquareOffs(_ second: (Int) -> Int64?) {
    for place in squareOffs.indices { squareOffs[place] = second(place) }
  }

  /// Whether a symbol's square-off has come.
  func isSquaredOff(_ place: Int, at clock: EventTime) -> Bool {
    guard let second = squareOffs[place] else { return false }
    return IndianTime(clock).secondOfDay >= second
  }

  // MARK: Timers

  /// Sets a timer; nil when there are too many.
  mutating func setTimer(_ schedule: TimerSchedule, now: EventTime) -> Int32? {
    guard timers.count < Self.timersAtOnce, nextTimerID < .max else { return nil }
    let id = nextTimerID
    nextTimerID += 1
    var timer = Timer(id: id, next: now, schedule: schedule)
    if hasTime { timer.next = Self.firstFiring(of: schedule, from: now) }
    timers.append(timer)
    nextDue = min(nextDue, timer.next.nanoseconds)
    return id
  }

  /// Cancels a timer; whether it was still set.
  mutating func cancelTimer(_ id: Int32) -> Bool {
    guard let position = position(of: id) else { return false }
    timers.remove(at: position)
    // The desk may now look once too early, which finds nothing due and is cheaper than a search.
    return true
  }

  /// Cancels every timer.
  mutating func cancelTimers() {
    timers.removeAll()
    refresh()
  }

  /// The timers due by a moment, in order of time, then of creation.
  func dueTimers(by clock: EventTime) -> [Int32] {
    timers.filter { $0.next <= clock }.sorted { ($0.next, $0.id) < ($1.next, $1.id) }.map(\.id)
  }

  /// Sets a due timer for its next firing; false when it was cancelled meanwhile.
  mutating func rewind(timer id: Int32, by clock: EventTime) -> Bool {
    guard let position = position(of: id) else { return false }
    let timer = timers[position]
    switch timer.schedule {
    case .after:
      timers.remove(at: position)
    case .every(let nanoseconds):
      // Periods that passed meanwhile are skipped, so that the grid stays.
      let period = Int128(max(1, nanoseconds))
      let first = Int128(timer.next.nanoseconds)
      let passed = (Int128(clock.nanoseconds) - first) / period + 1
      timers[position].next = EventTime(nanoseconds: Int64(clamping: first + passed * period))
    case .daily(let second):
      let day = IndianTime(clock).day + 1
      let moment = IndianTime(day: day, secondOfDay: min(max(second, 0), 86_400))
      timers[position].next = moment.eventTime
    }
    return true
  }

  /// Where a timer is; they lie in the order of their ids.
  private func position(of id: Int32) -> Int? {
    var low = 0
    var high = timers.count
    while low < high {
      let middle = low + (high - low) / 2
      if timers[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < timers.count && timers[low].id == id ? low : nil
  }

  /// When a schedule fires first, counted from a moment.
  private static func firstFiring(of schedule: TimerSchedule, from clock: EventTime) -> EventTime {
    switch schedule {
    case .after(let nanoseconds), .every(let nanoseconds):
      return clock.advanced(byNanoseconds: nanoseconds)
    case .daily(let second):
      return moment(atSecond: second, from: clock) { $0 + 1 }
    }
  }

  /// The next moment at which Indian clocks show a second of the day: today, this very moment
  /// included, or on the day that follows.
  static func moment(
    atSecond second: Int64, from clock: EventTime, nextDay: (Int64) -> Int64
  ) -> EventTime {
    let second = min(max(second, 0), 86_400)
    let now = IndianTime(clock)
    let today = IndianTime(day: now.day, secondOfDay: second)
    if now.nanosecondOfDay <= today.nanosecondOfDay { return today.eventTime }
    return IndianTime(day: nextDay(now.day), secondOfDay: second).eventTime
  }
}

/// When a timer fires.
public enum TimerSchedule: Equatable, Sendable {
  /// Once, this many nanoseconds after the event that sets it.
  case after(nanoseconds: Int64)
  /// Again and again, on a grid that starts at the event that sets it.
  case every(nanoseconds: Int64)
  /// Daily at a second of the day in India.
  case daily(secondOfDay: Int64)
}
