import Market
import Money

/// What a person or a failed script leaves allowed.
extension Desk {
  /// Changes what is allowed; with less than everything, working entries are taken back.
  mutating func allow(_ mode: Mode) {
    if self.mode != mode {
      self.mode = mode
      effects.append(.modeChanged(desk: index, mode))
    }
    guard mode != .running else { return }
    for position in working.indices.reversed() where working[position].isEntry {
      finish(at: position, .cancelled, reason: nil)
    }
  }

  /// Narrows what is allowed; what is narrower already stays.
  mutating func restrict(to mode: Mode) {
    allow(self.mode == .halted ? .halted : mode)
  }

  /// Does what the script declared for its own failure, and tells a person.
  mutating func followErrorPolicy(after failure: ScriptFailure) {
    let consequence: String
    switch declaration.onError {
    case .exitOnly:
      restrict(to: .exitOnly)
      consequence = "stops keep working, entries are denied"
    case .flatten:
      restrict(to: .exitOnly)
      leaveAll(reason: .limit("on_error"))
      consequence = "its positions are sold, entries are denied"
    case .halt:
      restrict(to: .halted)
      consequence = "requests are denied, stops keep working"
    }
    effects.append(
      .alert(
        desk: index,
        "\(declaration.name) failed (\(failure.kind.rawValue) in \(failure.callback)): "
          + "\(consequence); resume starts it again"))
  }

  /// Does what an operator says, but for starting a script again.
  mutating func obey(_ command: OperatorCommand) {
    switch command {
    case .exitOnly: allow(.exitOnly)
    case .flatten:
      restrict(to: .exitOnly)
      leaveAll(reason: .operator)
    case .halt: allow(.halted)
    case .resume: allow(.running)
    }
  }

  /// Forgets a failure, and the timers that went with the script.
  mutating func reviveScript() {
    failure = nil
    isScriptRunning = true
    timers.removeAll()
    refreshNextDue()
  }

  /// Squares off by the clock, for symbols that have no tick at that moment, and takes back resting
  /// entries for which it is too late.
  mutating func lookAtClock() {
    let second = IndianTime(clock).secondOfDay
    for position in working.indices.reversed()
    where working[position].isEntry && working[position].isResting {
      let place = working[position].instrument.position
      guard let last = slots[place].squareOffSecond, second >= last else { continue }
      finish(at: position, .cancelled, reason: nil)
    }
    for place in slots.indices where slots[place].position.isOpen {
      guard let last = slots[place].squareOffSecond, second >= last else { continue }
      leave(place, quantity: .max, reason: .squareOff, source: 0)
    }
  }

  /// Whether the clock alone may end something here.
  var heedsClock: Bool {
    (openPositions > 0 || !working.isEmpty) && slots.contains { $0.squareOffSecond != nil }
  }
}
