import Market
import Money

/// Time and ticks as they reach the desk.
extension Desk {
  /// Takes a tick of a declared symbol: clock, last tick, mark, best and worst price.
  ///
  /// - Throws: ``EngineError`` when the position's value leaves the range of amounts.
  @inline(__always)
  mutating func take(_ tick: Tick, sequence: Int64) throws(EngineError) {
    moment = Moment(clock: tick.time, sequence: sequence)
    script.requests = 0
    agenda.noteEvent()
    if ticks.count == 0 { ticks.first = tick.time }
    ticks.count &+= 1
    try mark(tick, sequence: sequence)
  }

  /// Takes a tick as its symbol's last, and values what is held at it.
  @inline(__always)
  mutating func mark(_ tick: borrowing Tick, sequence: Int64) throws(EngineError) {
    let place = tick.instrument.position
    let isOpen = agenda.isOpen(place)
    if !isOpen { ticks.outsideOpen &+= 1 }
    do throws(MoneyError) {
      try book.take(tick, sequence: sequence, isOpen: isOpen)
    } catch {
      throw .valueOutOfRange(symbol: gate.instruments[place].symbol, sequence: sequence)
    }
  }

  /// Lets a moment come without a tick of a declared symbol.
  mutating func pass(to time: EventTime, sequence: Int64) {
    moment = Moment(clock: time, sequence: sequence)
    script.requests = 0
  }

  /// The next bar that has ended by now; nil when none has.
  mutating func takeClosedBar() -> Bar? {
    guard let bar = agenda.closeBar(by: clock) else { return nil }
    if bar.interval == declaration.bars.first.flatMap({ BarInterval(rawValue: $0) }) {
      book.countBar(bar.instrument.position)
    }
    return bar
  }

  /// Whether event time has begun.
  var hasTime: Bool { agenda.hasTime }

  /// Begins event time: timers set before get their first firing.
  ///
  /// - Returns: The phases that the session begins in, but for `closed`.
  mutating func beginTime(at time: EventTime) -> [Phases.Change] {
    moment.clock = time
    let begun = agenda.begin(at: time, bars: barBuilder())
    beginDay(IndianTime(time).day)
    return begun
  }

  func barBuilder() -> BarBuilder? {
    let intervals = declaration.bars.compactMap { BarInterval(rawValue: $0) }
    guard !intervals.isEmpty else { return nil }
    return BarBuilder(
      symbols.map { id in
        BarBuilder.Request(
          instrument: id, intervals: intervals,
          grid: BarGrid(
            symbol: gate.instruments[id.position].symbol, calendar: settings.calendar))
      })
  }

  /// Finds out what falls due on an Indian date.
  mutating func beginDay(_ day: Int64) { agenda.begin(day: day, now: clock) }

  /// Closes the books of an Indian date.
  mutating func endDay() {
    book.endDay(hadTicks: ticks.count > ticks.countAtDayStart)
    ticks.countAtDayStart = ticks.count
  }

  // MARK: Due moments

  /// Moves the phases to now, and ends the continuous trading of symbols that leave it.
  ///
  /// - Returns: The phases that begin.
  mutating func movePhases() -> [Phases.Change] {
    guard agenda.phases.nextChange <= clock.nanoseconds else { return [] }
    let before = agenda.phases.isOpen
    let begun = agenda.movePhases(to: clock)
    guard !begun.isEmpty || before != agenda.phases.isOpen else { return [] }
    for place in before.indices where before[place] && !agenda.isOpen(place) { endTrading(place) }
    return begun
  }

  /// Carries out what falls due now, kind by kind; an exit by time waits where the symbol does not trade.
  mutating func reachDeadlines() {
    var exits: [Int] = []
    for subject in agenda.takeDeadlines(by: clock) {
      switch subject {
      case .timeExit(let place): exits.append(place)
      case .timeout(let order): withdraw(order, .timeout)
      case .arrival(let order): arriveLate(order)
      }
    }
    for place in agenda.declared where exits.contains(place) {
      if let firing = protection.firedTimeExit(place, at: clock) {
        owe(place, firing.reason, source: firing.source)
      }
    }
  }
}
