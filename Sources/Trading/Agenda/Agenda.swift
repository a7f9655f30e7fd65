import Market

/// What is due at a desk without a tick: phases, ends of bars, barriers, exits by time, timers.
struct Agenda: Sendable {
  /// Timers that may be set at once.
  static let timersAtOnce = 10_000
  /// Firings of timers between two events other than clock events, after which a script has failed.
  static let firingsBetweenEvents = 1_000_000
  /// Firings of timers at one instant, after which a script has failed.
  static let firingsAtOnce = 10_000

  /// The first moment at which something is due, in nanoseconds; perhaps one at which nothing is.
  private(set) var nextDue = Int64.max
  /// The bars the script declared; nil when it declared none.
  private(set) var bars: BarBuilder?
  /// The phases of the symbols.
  private(set) var phases = Phases()
  /// When entries end and positions are squared off today.
  private(set) var barriers: Barriers
  /// What positions and orders wait for.
  private(set) var deadlines = Deadlines()
  private(set) var timers = TimerQueue()
  /// The declared symbols, in their order.
  private(set) var declared: [Int] = []
  private let calendar: TradingCalendar?
  /// Whether event time has begun.
  private(set) var hasTime = false
  private(set) var firings = Firings()

  /// Firings of timers, counted.
  struct Firings: Codable {
    /// Since the last event that was no clock event.
    var sinceEvent = 0
    /// At one instant.
    var atInstant = 0
    var instant = Int64.min
  }

  /// An agenda for a declaration.
  init(_ declaration: StrategyDeclaration, _ calendar: TradingCalendar?) {
    self.calendar = calendar
    barriers = Barriers(noEntryAfter: declaration.noEntryAfterSecond, calendar: calendar)
  }

  /// Takes the next symbol.
  ///
  /// - Parameters:
  ///   - segment: Where it trades; nil outside the calendar.
  ///   - squareOff: How it is squared off.
  ///   - time: The time of now; nil before event time has begun.
  mutating func addSymbol(
    _ segment: MarketSegment?, _ squareOff: Barriers.SquareOff, at time: EventTime?
  ) {
    phases.addSymbol(segment, calendar, at: time)
    barriers.addSymbol(squareOff, segment)
    if hasTime { refresh() }
  }

  /// Says which symbols are declared, in their order.
  mutating func setDeclared(_ places: [Int]) { declared = places }

  /// Begins event time: timers set before get their first firing.
  ///
  /// - Returns: The phases that the session begins in, but for `closed`.
  mutating func begin(at time: EventTime, bars: BarBuilder?) -> [Phases.Change] {
    hasTime = true
    self.bars = bars
    var moved = timers
    moved.moveAll { firstFiring(of: $0, from: time) }
    timers = moved
    let begun = phases.move(to: time, declared: declared)
    refresh()
    return begun
  }

  /// Finds out what falls due on an Indian date.
  mutating func begin(day: Int64, now: EventTime) {
    barriers.begin(day: day, now: now)
    refresh()
  }

  /// The first moment at which something is due.
  mutating func refresh() {
    nextDue = min(
      min(bars?.nextEnd ?? .max, phases.nextChange), min(barriers.next, deadlines.next),
      timers.next)
  }

  // MARK: Bars and phases

  /// Adds a tick to the bars it belongs to, once those that ended before it are closed.
  @inline(__always)
  mutating func add(_ tick: Tick) {
    bars?.add(tick)
    if let end = bars?.nextEnd { nextDue = min(nextDue, end) }
  }

  /// Adds ticks of one symbol that begin no bar.
  mutating func add(_ ticks: Span<Tick>) { bars?.add(ticks) }

  /// By symbol, whether its next tick begins a bar, and so sets a due moment; nil without bars.
  var beginsBar: [Bool]? { bars?.begins }

  /// The next bar that has ended by a moment; nil when none has.
  mutating func closeBar(by clock: EventTime) -> Bar? { bars?.closeNext(by: clock) }

  /// Moves the phases to a moment, and gives those that begin.
  mutating func movePhases(to clock: EventTime) -> [Phases.Change] {
    guard phases.nextChange <= clock.nanoseconds else { return [] }
    return phases.move(to: clock, declared: declared)
  }

  /// Whether a symbol trades continuously.
  @inline(__always)
  func isOpen(_ place: Int) -> Bool { phases.isOpen[place] }

  // MARK: Barriers and deadlines

  /// Whether a symbol's square-off has come on the date that is under way.
  func isSquaredOff(_ place: Int, at clock: EventTime) -> Bool {
    barriers.squareOffs[place] <= clock.nanoseconds
  }

  /// Whether a barrier or a deadline may be reached at an instant.
  func mayReachBarrier(at clock: EventTime) -> Bool {
    deadlines.next <= clock.nanoseconds || barriers.mayReach(clock.nanoseconds)
  }

  /// Puts the barriers of an instant behind.
  mutating func passBarriers(_ clock: EventTime) { barriers.pass(clock.nanoseconds) }

  /// Sets what a position or an order waits for.
  mutating func wait(for subject: Deadlines.Subject, at moment: EventTime) {
    deadlines.set(subject, at: moment.nanoseconds)
    nextDue = min(nextDue, moment.nanoseconds)
  }

  /// Whether a position or an order waits for a moment.
  func isAwaited(_ subject: Deadlines.Subject) -> Bool { deadlines.contains(subject) }

  /// Forgets what a position or an order waits for.
  mutating func forget(_ subject: Deadlines.Subject) { deadlines.remove(subject) }

  /// Takes what positions and orders have waited for.
  mutating func takeDeadlines(by clock: EventTime) -> [Deadlines.Subject] {
    deadlines.take(by: clock.nanoseconds)
  }

  // MARK: Going on

  /// What cannot be found out again from the declaration, the calendar and the time.
  struct State: Codable, Sendable {
    let hasTime: Bool
    let passed: Int64
    let deadlines: Deadlines
    let timers: TimerQueue.State
    let firings: Firings
    let bars: BarBuilder.State?
  }

  /// What cannot be found out again.
  var state: State {
    State(
      hasTime: hasTime, passed: barriers.passed, deadlines: deadlines, timers: timers.state,
      firings: firings, bars: bars?.state)
  }

  /// Goes on from a state.
  ///
  /// - Parameters:
  ///   - state: The state.
  ///   - clock: The time that has been reached.
  ///   - builder: Builds the bars that the script declares.
  mutating func restore(_ state: State, at clock: EventTime, bars builder: BarBuilder?) {
    deadlines = state.deadlines
    timers.restore(state.timers)
    firings = state.firings
    hasTime = state.hasTime
    guard hasTime else { return }
    bars = builder
    if let kept = state.bars { bars?.restore(kept) }
    _ = phases.move(to: clock, declared: declared)
    barriers.restore(passed: state.passed, day: IndianTime(clock).day)
    refresh()
  }

  // MARK: Timers

  /// Lets the timers wait for a script that begins anew.
  mutating func bequeathTimers() {
    timers.bequeath()
    refresh()
  }

  /// How many timers a script that has begun anew has not set again; they are gone.
  mutating func endInheritance() -> Int { timers.endInheritance() }

  /// Sets a timer; nil when there are too many.
  mutating func setTimer(_ schedule: TimerSchedule, now: EventTime) -> Int32? {
    guard timers.timers.count < Self.timersAtOnce else { return nil }
    let first = hasTime ? firstFiring(of: schedule, from: now) : Int64.max
    guard let id = timers.add(schedule, at: first) else { return nil }
    nextDue = min(nextDue, timers.timer(id)?.next ?? first)
    return id
  }

  /// Cancels a timer; whether it was still set.
  mutating func cancelTimer(_ id: Int32) -> Bool {
    // The desk may now look once too early, which finds nothing due and is cheaper than a search.
    timers.remove(id)
  }

  /// Cancels every timer.
  mutating func cancelTimers() {
    timers.removeAll()
    refresh()
  }

  /// The timers due by a moment, in order of time, then of creation.
  mutating func dueTimers(by clock: EventTime) -> [Int32] {
    timers.takeDue(by: clock.nanoseconds)
  }

  /// Sets a due timer for its next firing; false when it was cancelled meanwhile, or sleeps.
  mutating func rewind(timer id: Int32, by clock: EventTime) -> Bool {
    guard let timer = timers.timer(id) else { return false }
    switch timer.schedule {
    case .after: _ = timers.remove(id)
    case .every(let nanoseconds):
      let period = max(1, nanoseconds)
      // Nobody needs a timer while nothing of the script's trades; its grid stays.
      let wake = phases.areAllClosed(declared) ? phases.nextChange : timer.next &+ 1
      timers.move(id, to: Self.gridPoint(from: timer.next, period, notBefore: wake))
      return !phases.areAllClosed(declared)
    case .daily(let second): timers.move(id, to: nextDate(at: second, after: clock))
    }
    return true
  }

  /// Sets timers that fell due while nobody was there for their next firing.
  ///
  /// - Returns: How many timers missed a firing, but for those that slept.
  mutating func missTimers(by clock: EventTime) -> Int {
    let areAsleep = phases.areAllClosed(declared)
    var missed = 0
    for id in timers.takeDue(by: clock.nanoseconds) {
      guard let timer = timers.timer(id) else { continue }
      switch timer.schedule {
      case .after: _ = timers.remove(id)
      case .every(let nanoseconds):
        if areAsleep { missed -= 1 }
        let next = Self.gridPoint(
          from: timer.next, max(1, nanoseconds), notBefore: clock.nanoseconds &+ 1)
        timers.move(id, to: next)
      case .daily(let second): timers.move(id, to: nextDate(at: second, after: clock))
      }
      missed += 1
    }
    return missed
  }

  /// The first point of a timer's grid at or after a moment.
  private static func gridPoint(from start: Int64, _ period: Int64, notBefore moment: Int64)
    -> Int64
  {
    let behind = Int128(moment) - Int128(start)
    guard behind > 0 else { return start }
    let steps = (behind + Int128(period) - 1) / Int128(period)
    return Int64(clamping: Int128(start) + steps * Int128(period))
  }

  /// Counts a firing; false when it is one too many.
  mutating func countFiring(at clock: EventTime) -> Bool {
    if firings.instant != clock.nanoseconds {
      firings.instant = clock.nanoseconds
      firings.atInstant = 0
    }
    firings.atInstant += 1
    firings.sinceEvent += 1
    return firings.atInstant <= Self.firingsAtOnce
      && firings.sinceEvent <= Self.firingsBetweenEvents
  }

  /// An event other than a clock event has come: firings are counted anew.
  @inline(__always)
  mutating func noteEvent() { firings.sinceEvent = 0 }

  /// When a schedule fires first, counted from a moment.
  private func firstFiring(of schedule: TimerSchedule, from clock: EventTime) -> Int64 {
    switch schedule {
    case .after(let nanoseconds), .every(let nanoseconds):
      clock.advanced(byNanoseconds: nanoseconds).nanoseconds
    case .daily(let second): nextDate(at: second, after: clock)
    }
  }

  /// The next moment, after another, at which Indian clocks show a second of the day on a date on which a
  /// declared symbol trades.
  private func nextDate(at second: Int64, after clock: EventTime) -> Int64 {
    let second = min(max(second, 0), 86_400)
    let now = IndianTime(clock)
    for day in now.day..<now.day + 400 {
      let moment = IndianTime(day: day, secondOfDay: second).eventTime
      if moment > clock, trades(on: day) { return moment.nanoseconds }
    }
    return .max
  }

  private func trades(on day: Int64) -> Bool {
    guard let calendar, !declared.isEmpty else { return true }
    let date = CivilDate(day: day)
    return declared.contains { place in
      phases.segment(of: place).map { calendar.session(of: $0, on: date) != nil } ?? true
    }
  }

  /// The next moment at which Indian clocks show a second of the day: today, this very moment
  /// included, or on the day that follows.
  static func moment(
    atSecond second: (_ day: Int64) -> Int64, from clock: EventTime, nextDay: (Int64) -> Int64
  ) -> EventTime {
    let now = IndianTime(clock)
    let today = IndianTime(day: now.day, secondOfDay: min(max(second(now.day), 0), 86_400))
    if now.nanosecondOfDay <= today.nanosecondOfDay { return today.eventTime }
    let next = nextDay(now.day)
    return IndianTime(day: next, secondOfDay: min(max(second(next), 0), 86_400)).eventTime
  }
}
