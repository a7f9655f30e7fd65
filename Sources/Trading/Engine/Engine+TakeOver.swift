public import Market

/// Going on where another process has ended: the books are there, the scripts begin anew.
extension Engine where Rules: ~Copyable {
  /// Takes over from a session whose snapshot was restored.
  ///
  /// What lies between is a gap in which nobody was there: it trades nothing. Then every script that ran
  /// begins anew, with `on_start`. A timer that it sets again, as the same of all that it sets and with the
  /// same schedule, goes on where it was; the others are gone, which is said. A script that had failed
  /// stays stopped until it is resumed. A position whose rule the script has no more keeps its last stop,
  /// and entries are denied.
  ///
  /// - Parameters:
  ///   - time: When, not before the snapshot.
  ///   - mode: What kind of session begins.
  ///   - hasRule: Whether a script has a rule by a name.
  ///   - effects: What is to be carried out is appended here, in order.
  public mutating func takeOver(
    at time: EventTime, mode: SessionMode, hasRule: (_ script: Int, _ name: String) -> Bool,
    into effects: inout [Effect]
  ) {
    let ran = desks.map(\.isScriptRunning)
    let isNewDay = time.nanoseconds >= dayEnd
    for number in desks.indices {
      desks[number].script.isRunning = false
      // What the feed was like then says nothing of now.
      desks[number].allowance.feedTrouble = nil
    }
    passGap(from: min(clock, time), to: time, into: &effects)
    for number in desks.indices {
      desks[number].script.isRunning = ran[number]
      enter(number)
      desks[number].dropRules { !hasRule(number, $0) }
      if ran[number] { beginAnew(number, mode, isNewDay: isNewDay) }
      leave(number, into: &effects)
    }
    findNextDue()
  }

  private mutating func beginAnew(_ number: Int, _ mode: SessionMode, isNewDay: Bool) {
    desks[number].script.hearsNews = rules.hearsEvents(script: number)
    desks[number].agenda.bequeathTimers()
    desks[number].allowance.phase = .closed
    if isNewDay { _ = rules.call(.newDay, script: number, desk: &desks[number]) }
    let call = ScriptCall.start(
      mode: mode, isResumed: true, openPositions: desks[number].openInstruments)
    let outcome = rules.call(call, script: number, desk: &desks[number])
    Self.conclude(outcome, of: call.callback, &desks[number], &rules, number)
    desks[number].allowance.phase = .open
    let lost = desks[number].agenda.endInheritance()
    guard lost > 0 else { return }
    let timers = lost == 1 ? "1 timer" : "\(lost) timers"
    desks[number].outbox.effects.append(
      .alert(
        desk: number,
        "\(desks[number].declaration.name): \(timers) of the former session were not set again by "
          + "on_start, and are missed"))
  }
}

extension Desk {
  /// Takes rules that the script has no more from positions: their levels stay, and entries are denied.
  mutating func dropRules(_ isMissing: (String) -> Bool) {
    for place in book.declared.map(\.position) where book.holdings[place].position.isOpen {
      guard let rule = protection.sets[place].rule, isMissing(rule.name) else { continue }
      protection.dropRule(place)
      restrict(to: .exitOnly, .limit("on_error"))
      let stop = protection.sets[place].stop.map { "its stop at \($0.price) stays" }
      outbox.effects.append(
        .alert(
          desk: index,
          "\(declaration.name): the position in \(gate.instruments[place].symbol) has the rule "
            + "\"\(rule.name)\", which the script has no more: \(stop ?? "it has no stop"), and "
            + "entries are denied until resume"))
    }
  }
}

extension EngineSnapshot {
  /// The same, with what scripts keep by now.
  public func keeping(_ tables: [[UInt8]]) -> EngineSnapshot {
    var copy = self
    copy.tables = tables
    return copy
  }
}
