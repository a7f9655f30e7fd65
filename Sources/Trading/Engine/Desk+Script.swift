import Market

extension Desk {
  /// Whether a callback left nothing to do.
  @inline(__always)
  var isQuiet: Bool {
    staged.isEmpty && stagedDecisions.isEmpty && events.isEmpty && !hasCheckpoint
  }

  /// Whether a quiet callback left something for the engine after all: effects, or a moment before
  /// that at which something is due.
  @inline(__always)
  func hasNews(before due: Int64) -> Bool {
    !effects.isEmpty || !decisions.isEmpty || nextDue < due
  }

  /// Whether so many decisions were gathered that they should be handed on.
  @inline(__always)
  var hasManyDecisions: Bool { decisions.count >= Self.decisionsGathered }

  /// How a callback ended, judged by what it asked for as well: one request too many is a failure,
  /// whatever the script made of the refusal.
  @inline(__always)
  func judged(_ outcome: CallOutcome, in callback: @autoclosure () -> String) -> CallOutcome {
    guard requestsThisTick > Self.requestsPerTick else { return outcome }
    if case .failed = outcome { return outcome }
    return .failed(
      ScriptFailure(
        kind: .error, callback: callback(),
        message: "more than \(Self.requestsPerTick) requests in one tick"))
  }

  /// Rolls a failed callback back, and stops calling the script.
  mutating func fail(_ failure: ScriptFailure) {
    rollBack()
    isScriptRunning = false
    if self.failure == nil { self.failure = failure }
    effects.append(.scriptFailed(desk: index, failure, sequence: sequence))
  }

  /// Drops whatever a callback that may not trade staged.
  mutating func dropStaged() {
    staged.removeAll(keepingCapacity: true)
    stagedDecisions.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    if hasCheckpoint {
      denialCount = checkpoint.denialCount
      denials.removeLast(denials.count - checkpoint.denialsKept)
    }
    hasCheckpoint = false
  }

  /// Carries out what a rule decided for its position.
  mutating func follow(_ decision: RuleDecision, at place: Int) {
    guard slots[place].position.isOpen else { return }
    switch decision {
    case .keep:
      break
    case .levels(let stop, let target, let source):
      let request = ProtectionRequest(
        stopLoss: stop, targets: target.map { [ProtectionRequest.Target(level: $0)] },
        source: source)
      apply(request, to: instruments[place].id, isEntry: false)
    case .exit(let text, let source):
      let name = slots[place].protection.rule?.name ?? ""
      leave(
        place, quantity: .max, reason: .rule(name), source: texts.intern(source), detail: text)
    }
  }
}
