import Market

// Not inside the engine, which is generic: each use would ask the runtime for the type.

/// Whether anybody is there when a due moment comes.
enum Presence: Sendable {
  /// Yes: callbacks run, and what they ask for is carried out.
  case present
  /// No: timers are missed and exits by time are owed.
  case absent
}

/// The kinds of barriers, in the order in which they are reached.
private enum Barrier {
  /// Entries end.
  case entryEnd
  /// Exits by time, and orders that have waited too long.
  case deadline
  /// Symbols are squared off.
  case squareOff
}

/// Due moments: whatever has its own time, in the order of time.
extension Engine where Rules: ~Copyable {
  /// Lets every moment that is due at or before a time happen, each at its own.
  ///
  /// - Parameters:
  ///   - time: The time of the event to come.
  ///   - presence: Whether anybody is there.
  ///   - effects: What is to be carried out is appended here, in order.
  mutating func passDue(
    by time: EventTime, _ presence: Presence = .present, into effects: inout [Effect]
  ) {
    while nextDue <= time.nanoseconds, !endsWithFailure {
      // A moment that was set in the past, as by after(0), is one of now.
      let instant = EventTime(nanoseconds: max(nextDue, clock.nanoseconds))
      clock = instant
      reach(instant, presence)
      for number in desks.indices {
        lend(number)
        collect(from: number, into: &effects)
      }
      findNextDue()
    }
  }

  /// Whether a script has failed in a session that ends with it.
  var endsWithFailure: Bool {
    hasFailed && !desks.contains { $0.settings.outlivesScript }
  }

  /// The first moment at which something is due at any desk.
  mutating func findNextDue() {
    nextDue = dayEnd
    for number in desks.indices { nextDue = min(nextDue, desks[number].agenda.nextDue) }
  }

  /// Lets one instant happen: kind by kind, and each kind desk by desk.
  private mutating func reach(_ instant: EventTime, _ presence: Presence) {
    let isNewDay = instant.nanoseconds >= dayEnd
    if isNewDay { tally.endDay(ticks: sequence) }
    dueDesks.removeAll(keepingCapacity: true)
    for number in desks.indices
    where isNewDay || desks[number].agenda.nextDue <= instant.nanoseconds {
      desks[number].pass(to: instant, sequence: sequence)
      dueDesks.append(number)
    }
    if isNewDay {
      let day = IndianTime(instant).day
      dayEnd = IndianTime(day: day + 1, secondOfDay: 0).eventTime.nanoseconds
      for place in dueDesks.indices { beginDay(day, dueDesks[place]) }
    }
    for place in dueDesks.indices { reachPhases(dueDesks[place]) }
    for place in dueDesks.indices { reachBars(dueDesks[place]) }
    for place in dueDesks.indices { reach(.entryEnd, dueDesks[place], instant) }
    for place in dueDesks.indices { reach(.deadline, dueDesks[place], instant) }
    for place in dueDesks.indices { reach(.squareOff, dueDesks[place], instant) }
    for place in dueDesks.indices {
      presence == .present
        ? reachTimers(dueDesks[place], instant) : missTimers(dueDesks[place], instant)
    }
    for place in dueDesks.indices {
      desks[dueDesks[place]].agenda.refresh()
      if desks.count > 1 { tally.take(&desks[dueDesks[place]].book.moves) }
    }
  }

  private mutating func beginDay(_ day: Int64, _ number: Int) {
    desks[number].endDay()
    desks[number].beginDay(day)
    guard desks[number].isScriptRunning else { return }
    _ = rules.call(.newDay, script: number, desk: &desks[number])
  }

  private mutating func reachPhases(_ number: Int) {
    lend(number)
    let begun = desks[number].movePhases()
    Self.deliver(&desks[number], &rules, number)
    for change in begun { tell(change, to: number) }
    takeBack(number)
  }

  /// Tells a script of a phase that begins.
  mutating func tell(_ change: Phases.Change, to number: Int) {
    guard desks[number].isScriptRunning else { return }
    let symbols = change.places.map { desks[number].gate.instruments[$0].id }
    let call = ScriptCall.session(phase: change.phase, symbols: symbols)
    let outcome = rules.call(call, script: number, desk: &desks[number])
    Self.conclude(outcome, of: call.callback, &desks[number], &rules, number)
  }

  private mutating func reachBars(_ number: Int) {
    guard desks[number].agenda.bars != nil else { return }
    lend(number)
    while let bar = desks[number].takeClosedBar() {
      guard desks[number].isScriptRunning else { continue }
      let call = ScriptCall.bar(bar)
      let outcome = rules.call(call, script: number, desk: &desks[number])
      Self.conclude(outcome, of: call.callback, &desks[number], &rules, number)
    }
    takeBack(number)
  }

  private mutating func reach(_ barrier: Barrier, _ number: Int, _ instant: EventTime) {
    guard
      desks[number].agenda.mayReachBarrier(at: instant) || desks[number].book.day.isLossCheckDue
        || !desks[number].script.news.isEmpty
    else { return }
    lend(number)
    let declared = desks[number].agenda.declared
    switch barrier {
    case .entryEnd:
      for place in desks[number].agenda.barriers.entriesEnding(
        at: instant.nanoseconds, among: declared)
      {
        desks[number].reachEntryEnd(place)
      }
    case .deadline: desks[number].reachDeadlines()
    case .squareOff:
      for place in desks[number].agenda.barriers.squaredOff(
        at: instant.nanoseconds, among: declared)
      {
        desks[number].reachSquareOff(place)
      }
      desks[number].agenda.passBarriers(instant)
    }
    if desks[number].book.day.isLossCheckDue { desks[number].lookAtLossLimit() }
    Self.deliver(&desks[number], &rules, number)
    takeBack(number)
  }

  private mutating func reachTimers(_ number: Int, _ instant: EventTime) {
    lend(number)
    for timer in desks[number].agenda.dueTimers(by: instant)
    where desks[number].agenda.rewind(timer: timer, by: instant) {
      guard desks[number].isScriptRunning else { continue }
      let call = ScriptCall.timer(id: timer)
      guard desks[number].agenda.countFiring(at: instant) else {
        Self.conclude(.failed(Self.tooManyFirings), of: "timer", &desks[number], &rules, number)
        continue
      }
      let outcome = rules.call(call, script: number, desk: &desks[number])
      Self.conclude(outcome, of: call.callback, &desks[number], &rules, number)
    }
    takeBack(number)
  }

  private static var tooManyFirings: ScriptFailure {
    ScriptFailure(
      kind: .error, callback: "timer",
      message: "timers fired more than \(Agenda.firingsAtOnce) times at one instant, or more than "
        + "\(Agenda.firingsBetweenEvents) times between two events; set longer periods")
  }

  /// Lets the timers that are due by a moment be missed, and says so.
  mutating func missTimers(_ number: Int, _ instant: EventTime) {
    let missed = desks[number].agenda.missTimers(by: instant)
    guard missed > 0 else { return }
    desks[number].outbox.effects.append(
      .alert(
        desk: number,
        "\(desks[number].declaration.name): \(missed) timers missed a firing while nobody was there"
      ))
  }

  /// Lends a desk the account's last order number.
  mutating func lend(_ number: Int) { desks[number].orders.lastNumber = lastNumber }

  private mutating func takeBack(_ number: Int) { lastNumber = desks[number].orders.lastNumber }
}
