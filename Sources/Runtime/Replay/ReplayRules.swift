import Market
import Scripting
import Trading

/// The scripts of a session that is replayed: like a live one's, but in this process.
struct ReplayRules: SessionRules, ~Copyable {
  /// The scripts, in the order of the command line.
  private(set) var hosts: [ScriptHost<Desk>]
  private var calls: [Int]
  private var imposed: [LostCall] = []
  private var isGone: [Bool]
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
    calls = Array(repeating: 0, count: hosts.count)
    isGone = Array(repeating: false, count: hosts.count)
  }

  /// Lets calls of the next event fail as they did in the session, without making them.
  mutating func impose(_ lostCalls: [LostCall]) { imposed = lostCalls }

  mutating func beginEvent() {
    for script in calls.indices { calls[script] = 0 }
  }

  func hearsEvents(script: Int) -> Bool {
    ["on_order", "on_fill", "on_position"].contains { hosts[script].callbacks.contains($0) }
  }

  /// What a call came to in the session when it was lost there; nil for one that is to be made.
  private mutating func known(_ script: Int) -> CallOutcome? {
    let number = calls[script]
    calls[script] += 1
    if isGone[script] { return .completed }
    guard let lost = imposed.first(where: { $0.script == script && $0.call == number }) else {
      return nil
    }
    isGone[script] = lost.isGone
    return .failed(lost.failure)
  }

  mutating func tick(
    _ tick: borrowing Tick, sequence: Int64, script: Int, desk: inout Desk
  ) -> CallOutcome {
    if let outcome = known(script) { return outcome }
    return hosts[script].tick(tick, sequence: sequence, port: &desk)
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    if let outcome = known(script) { return outcome }
    return hosts[script].call(call, port: &desk)
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
    isGone[script] = false
  }
}
