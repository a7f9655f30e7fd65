package import Market
package import Scripting
package import Trading

/// The scripts of a live session as the engine calls them, each in a process of its own.
package struct WorkerRules: RuleSet, ~Copyable {
  /// The scripts, in the order of the command line; a desk beyond them is dealt at by hand alone.
  package let workers: [ScriptWorker]

  /// A rule set of loaded and bound scripts.
  package init(_ workers: [ScriptWorker]) { self.workers = workers }

  deinit {
    for worker in workers { worker.close() }
  }

  /// Calls `on_tick` of a script.
  package mutating func tick(
    _ tick: borrowing Tick, sequence: Int64, script: Int, desk: inout Desk
  ) -> CallOutcome {
    guard script < workers.count else { return .completed }
    return workers[script].tick(tick, sequence: sequence, port: &desk)
  }

  /// Calls another callback of a script.
  package mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    guard script < workers.count else { return .completed }
    return workers[script].call(call, port: &desk)
  }

  /// Starts a new worker for a script, from its text and the last state that was kept.
  ///
  /// - Throws: Why it does not come up.
  package mutating func restart(script: Int) throws(ScriptLoadProblem) {
    guard script < workers.count else { return }
    try workers[script].restart()
  }
}
