import CLuaBridge
package import Trading

extension ScriptHost {
  /// The most bytes `state` may have.
  package static var stateSizeAtMost: Int { 262_144 }

  /// The state and the tables of rules as of the last callback that went well: what is kept with the
  /// decisions.
  package var stateBytes: [UInt8] {
    if let script = interpreter.script, sauda_state_is_stale(script) { readState(of: script) }
    return state.snapshot
  }

  /// Takes over the state of an earlier session; called after `bind` and before the start.
  ///
  /// - Parameter bytes: What ``stateBytes`` gave.
  /// - Throws: A failure when the bytes are not such a state; nothing changes then.
  package func restoreState(_ bytes: [UInt8]) throws(ScriptFailure) {
    let outcome = decode(bytes)
    guard Int(outcome.status) == SAUDA_OK else {
      throw interpreter.failure(outcome, callback: "state")
    }
    state.isTracked = true
    if case .failed(let failure) = commit(callback: "state") { throw failure }
  }

  /// Looks at a source for mentions of the state.
  func noteState(in source: LuaSource?) {
    guard StateUsage.mentionsState(source) else { return }
    state.isMentioned = true
    state.isTracked = true
    logState()
  }

  /// Lets the state know what is written to it, from the next time on that the whole is looked at; without
  /// shortcuts the whole is looked at after each callback.
  func logState() {
    if settings.takesShortcuts { sauda_log_state(interpreter.script) }
  }

  /// Whether what was written tells most of the time that it may be kept: then runs of ticks may be long.
  @inline(__always)
  var logsState: Bool { sauda_logs_state(interpreter.script) }

  /// Keeps the state of a callback that returned; a state that is no plain data fails it.
  func commit(callback: String) -> CallOutcome {
    if sauda_commit_state(interpreter.script) { return .completed }
    if let failure = takeSnapshot(callback: callback) {
      rollBack()
      return .failed(failure)
    }
    return .completed
  }

  /// Looks at the whole state; the failure when it is no plain data or too large.
  func takeSnapshot(callback: String) -> ScriptFailure? {
    var bytes: UnsafePointer<UInt8>?
    var length = 0
    let outcome = sauda_encode_state(
      interpreter.script, Self.stateSizeAtMost, &bytes, &length)
    guard Int(outcome.status) == SAUDA_OK else {
      return stateFailure(outcome, callback: callback)
    }
    takeBytes(UnsafeBufferPointer(start: bytes, count: length))
    return nil
  }

  /// Asks for the bytes of a state that was kept without them; without memory they stay what they were.
  private func readState(of script: OpaquePointer) {
    var bytes: UnsafePointer<UInt8>?
    var length = 0
    guard sauda_state_bytes(script, &bytes, &length) else { return }
    takeBytes(UnsafeBufferPointer(start: bytes, count: length))
  }

  private func takeBytes(_ bytes: UnsafeBufferPointer<UInt8>) {
    state.snapshot.removeAll(keepingCapacity: true)
    state.snapshot.append(contentsOf: bytes)
  }

  /// The failure, with the place in `state` or in a rule's `st` as the script knows it: both hang on
  /// one root.
  private func stateFailure(_ outcome: sauda_outcome, callback: String) -> ScriptFailure {
    var failure = interpreter.failure(outcome, callback: callback)
    for (path, known) in [("state.state", "state"), ("state.rules", "st")]
    where failure.message.hasPrefix(path) {
      failure.message = known + failure.message.dropFirst(path.count)
    }
    if failure.source.isEmpty { failure.source = line(of: callback) }
    return failure
  }

  /// Makes the state what it was before the callback that failed.
  func rollBack() {
    guard state.isTracked else { return }
    // After a memory error this may fail as well; what was kept last still is what is kept.
    _ = mend(after: sauda_undo_state(interpreter.script))
  }

  private func decode(_ bytes: [UInt8]) -> sauda_outcome {
    mend(
      after: bytes.withUnsafeBufferPointer {
        sauda_decode_state(interpreter.script, $0.baseAddress, $0.count)
      })
  }

  /// Hands what stands in fresh tables on to those that the script holds.
  private func mend(after outcome: sauda_outcome) -> sauda_outcome {
    loaded.rulebook.leave()
    guard Int(outcome.status) == SAUDA_OK else { return outcome }
    return interpreter.call(
      .mend, budget: settings.startBudget, write: { _ in }, read: { _ in }
    ).outcome
  }
}

/// What the host knows of a script's `state` and the tables of its rules.
struct KeptState {
  /// Whether there may be any, so that a failure undoes what was written to it.
  var isTracked = false
  /// Whether any callback may write to it, so that each one that returns is followed by a look.
  var isMentioned = false
  /// The bytes of the state that were asked for last.
  var snapshot: [UInt8] = []
}
