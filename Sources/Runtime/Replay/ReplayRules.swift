import Market
import Scripting
import Trading

/// The scripts of a session that is replayed: like a live one's, but in this process.
struct ReplayRules: SessionRules, ~Copyable {
  /// The scripts, in the order of the command line.
  private(set) var hosts: [ScriptHost<Desk>]
  private let reload: (Int) throws(ScriptLoadProblem) -> ScriptHost<Desk>

  /// Rules of loaded and bound scripts.
  ///
  /// - Parameters:
  ///   - hosts: The scripts.
  ///   - reload: Loads and binds a script anew.
  init(
    _ hosts: [ScriptHost<Desk>],
    reload: @escaping (Int) throws(ScriptLoadProblem) -> ScriptHost<Desk>
  ) {
    self.hosts = hosts
    self.reload = reload
  }

  mutating func tick(
    _ tick: borrowing Tick, sequence: Int64, script: Int, desk: inout Desk
  ) -> CallOutcome {
    hosts[script].tick(tick, sequence: sequence, port: &desk)
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    hosts[script].call(call, port: &desk)
  }

  mutating func restart(script: Int) throws(ScriptLoadProblem) {
    let state = hosts[script].stateBytes
    let host = try reload(script)
    if state != host.stateBytes {
      do throws(ScriptFailure) {
        try host.restoreState(state)
      } catch {
        host.close()
        throw .refused(error)
      }
    }
    hosts[script].close()
    hosts[script] = host
  }
}
