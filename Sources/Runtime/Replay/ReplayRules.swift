import Market
import Scripting
import Trading
import Worker

/// The scripts of a session in this process: as those of a live one, each can be started again, and
/// loses the calls that it lost in the session that is replayed.
struct ReplayRules: SessionRules, ~Copyable {
  private var scripts: ScriptRules
  private var sources: [WorkerScript]
  private let table: InstrumentTable
  private var losses: ImposedLosses

  /// Rules of loaded and bound scripts.
  init(_ loaded: LoadedScripts<ScriptHost<Desk>>) {
    scripts = ScriptRules(loaded.scripts)
    sources = loaded.sources
    table = loaded.table
    losses = ImposedLosses(count: loaded.scripts.count)
  }

  /// Lets calls of the next event fail as they did in the session, without making them.
  mutating func impose(_ lostCalls: [LostCall]) { losses.imposed = lostCalls }

  mutating func beginEvent() { losses.beginEvent() }

  /// None: what goes wrong in this process, a replay finds out by itself.
  var lostCalls: [LostCall] { [] }

  func hearsEvents(script: Int) -> Bool { scripts.hearsEvents(script: script) }

  mutating func run(_ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk) -> RunEnd {
    if let outcome = losses.outcome(of: script) {
      return run.first(of: ticks, at: &desk) { _, _, _ in outcome }
    }
    return scripts.run(run, of: ticks, script: script, desk: &desk)
  }

  func tables(script: Int) -> [UInt8] { scripts.tables(script: script) }

  mutating func restore(_ tables: [UInt8], script: Int) throws(ScriptFailure) {
    try scripts.restore(tables, script: script)
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    if let outcome = losses.outcome(of: script) { return outcome }
    return scripts.call(call, script: script, desk: &desk)
  }

  func source(of script: Int) -> ScriptSource { sources[script].source }

  mutating func replace(source: ScriptSource, of script: Int) {
    let former = sources[script]
    sources[script] = WorkerScript(
      source: source, settings: former.settings, modules: former.modules, sink: former.sink)
  }

  mutating func restart(script: Int) throws(ScriptLoadProblem) {
    let state = scripts.hosts[script].stateBytes
    let host = try HostStarter().load(sources[script])
    do throws(ScriptFailure) {
      try host.bind(table)
      if state != host.stateBytes { try host.restoreState(state) }
    } catch {
      host.close()
      throw .refused(error)
    }
    scripts.hosts[script].close()
    var hosts = scripts.hosts
    hosts[script] = host
    scripts = ScriptRules(hosts)
    losses.isGone[script] = false
  }
}

/// Calls that a session lost, to be lost again in its replay.
private struct ImposedLosses {
  /// Those of the event under way.
  var imposed: [LostCall] = []
  /// The scripts that are gone, and hear of nothing until they are started again.
  var isGone: [Bool]
  /// Calls of the event so far, by script.
  private var calls: [Int]

  init(count: Int) {
    isGone = Array(repeating: false, count: count)
    calls = Array(repeating: 0, count: count)
  }

  mutating func beginEvent() {
    for script in calls.indices { calls[script] = 0 }
  }

  /// What the next call of a script came to in the session when it was lost there; nil for one that is
  /// to be made.
  mutating func outcome(of script: Int) -> CallOutcome? {
    let number = calls[script]
    calls[script] += 1
    if isGone[script] { return .completed }
    guard let lost = imposed.first(where: { $0.script == script && $0.call == number }) else {
      return nil
    }
    isGone[script] = lost.isGone
    return .failed(lost.failure)
  }
}
