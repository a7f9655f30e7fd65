import CLuaBridge
package import Trading

extension ScriptHost {
  /// The most bytes `state` may have.
  package static var stateSizeAtMost: Int { 262_144 }

  /// The state and the tables of rules as of the last callback that went well: what is kept with the
  /// decisions.
  package var stateBytes: [UInt8] { state.snapshot }

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
  }

  /// Keeps the state of a callback that returned; a state that is no plain data fails it.
  func commit(callback: String) -> CallOutcome {
    if let failure = takeSnapshot(callback: callback) {
      rollBack()
      return .failed(failure)
    }
    return .completed
  }

  /// Encodes the state; the failure when it is no plain data or too large.
  func takeSnapshot(callback: String) -> ScriptFailure? {
    var bytes: UnsafePointer<UInt8>?
    var length = 0
    let outcome = sauda_encode_state(
      interpreter.script, Self.stateSizeAtMost, &bytes, &length)
    guard Int(outcome.status) == SAUDA_OK else {
      return stateFailure(outcome, callback: callback)
    }
    state.snapshot.removeAll(keepingCapacity: true)
    state.snapshot.append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
    return nil
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
    // After a memory error this may fail as well; the snapshot still is what is kept.
    _ = decode(state.snapshot)
  }

  private func decode(_ bytes: [UInt8]) -> sauda_outcome {
    let outcome = bytes.withUnsafeBufferPointer {
      sauda_decode_state(interpreter.script, $0.baseAddress, $0.count)
    }
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
  /// The bytes as of the last callback that went well.
  var snapshot: [UInt8] = []
}
