import Market
import Money

extension Desk {
  /// Takes a tick of a declared symbol: clock, last tick, mark, best and worst price.
  ///
  /// - Throws: ``EngineError`` when the position's value leaves the range of amounts.
  @inline(__always)
  mutating func take(_ tick: Tick, sequence: Int64) throws(EngineError) {
    let place = tick.instrument.position
    clock = tick.time
    self.sequence = sequence
    requestsThisTick = 0
    if tickCount == 0 { firstTick = tick.time }
    tickCount &+= 1
    if slots[place].take(tick, sequence: sequence) { try mark(place, at: tick.ltp) }
  }

  mutating func mark(_ place: Int, at ltp: Price) throws(EngineError) {
    do throws(MoneyError) {
      try slots[place].position.mark(at: ltp, in: &ledger)
    } catch {
      throw .valueOutOfRange(symbol: instruments[place].symbol, sequence: sequence)
    }
  }

  /// Lets time pass without a tick of a declared symbol.
  mutating func pass(to time: EventTime, sequence: Int64) {
    clock = time
    self.sequence = sequence
    requestsThisTick = 0
  }

  /// Adds a tick to the bars it belongs to, once those that ended before it are closed.
  mutating func addToBars(_ tick: Tick) {
    bars?.add(tick)
    if let end = bars?.nextEnd { nextDue = min(nextDue, end) }
  }

  /// The next bar that has ended by now; nil when none has.
  mutating func takeClosedBar() -> Bar? {
    guard let bar = bars?.closeNext(by: clock) else { return nil }
    let place = bar.instrument.position
    if slots[place].position.isOpen, bar.interval == firstInterval {
      slots[place].position.barsHeld += 1
    }
    return bar
  }

  private var firstInterval: BarInterval? {
    declaration.bars.first.flatMap { BarInterval(rawValue: $0) }
  }

  private func sessionClock() -> SessionClock? {
    let segments = declared.compactMap { slots[$0.position].segment }
    guard let calendar = settings.calendar, let segment = segments.first else { return nil }
    return SessionClock(calendar: calendar, segment: segment)
  }

  private func barBuilder() -> BarBuilder? {
    let intervals = declaration.bars.compactMap { BarInterval(rawValue: $0) }
    guard !intervals.isEmpty else { return nil }
    return BarBuilder(
      declared.map { id in
        BarBuilder.Request(
          instrument: id, intervals: intervals,
          grid: BarGrid(symbol: instruments[id.position].symbol, calendar: settings.calendar))
      })
  }

  /// Begins event time: timers set before get their first firing.
  mutating func beginTime(at time: EventTime) {
    clock = time
    hasTime = true
    bars = barBuilder()
    session = sessionClock()
    for position in timers.indices {
      timers[position].next = firstFiring(of: timers[position].schedule)
    }
    refreshNextDue()
  }

  /// Closes the books of an Indian date and begins the next.
  mutating func endDay() {
    dailyValues.append(ledger.portfolio)
    dayStart = ledger.portfolio
    dayEntries = 0
    isLossLimitHit = false
  }

  /// Finds out when positions are squared off on a date.
  mutating func beginDay(_ date: CivilDate) {
    guard declaration.squareOff == .auto, let calendar = settings.calendar,
      let product = HoldingProduct(rawValue: declaration.product.rawValue)
    else { return }
    for place in slots.indices {
      slots[place].squareOffSecond = slots[place].segment.flatMap { segment in
        calendar.automaticSquareOff(for: segment, product, on: date)?.secondOfDay
      }
    }
  }

  /// When a schedule fires first, counted from now.
  func firstFiring(of schedule: TimerSchedule) -> EventTime {
    switch schedule {
    case .after(let nanoseconds), .every(let nanoseconds):
      return clock.advanced(byNanoseconds: nanoseconds)
    case .daily(let second):
      return moment(atSecond: second) { $0 + 1 }
    }
  }

  /// The next moment at which Indian clocks show a second of the day: today, this very moment
  /// included, or on the day that follows.
  func moment(atSecond second: Int64, nextDay: (Int64) -> Int64) -> EventTime {
    let second = min(max(second, 0), 86_400)
    let now = IndianTime(clock)
    let today = IndianTime(day: now.day, secondOfDay: second)
    if now.nanosecondOfDay <= today.nanosecondOfDay { return today.eventTime }
    return IndianTime(day: nextDay(now.day), secondOfDay: second).eventTime
  }

  /// The timers due now, in order of time, then of creation.
  func dueTimers() -> [Int32] {
    timers.filter { $0.next <= clock }.sorted { ($0.next, $0.id) < ($1.next, $1.id) }.map(\.id)
  }

  /// Sets a due timer for its next firing; false when it was cancelled meanwhile.
  mutating func rewind(timer id: Int32) -> Bool {
    guard let position = timerPosition(id) else { return false }
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
  func timerPosition(_ id: Int32) -> Int? {
    var low = 0
    var high = timers.count
    while low < high {
      let middle = low + (high - low) / 2
      if timers[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < timers.count && timers[low].id == id ? low : nil
  }

  /// The first moment at which something of this desk is due without a tick of its own.
  mutating func refreshNextDue() {
    let fixed = min(bars?.nextEnd ?? .max, session?.nextChange ?? .max)
    nextDue = timers.reduce(fixed) { min($0, $1.next.nanoseconds) }
  }
}
