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

  func hearsEvents(script: Int) -> Bool {
    sources.indices.contains(script) && scripts.hearsEvents(script: script)
  }

  mutating func run(_ run: TickRun, of ticks: Span<Tick>, script: Int, desk: inout Desk) -> RunEnd {
    // A desk beyond the scripts is dealt at by hand alone.
    guard sources.indices.contains(script) else {
      return run.first(of: ticks, at: &desk) { _, _, _ in .completed }
    }
    switch next(of: script) {
    case .made: return scripts.run(run, of: ticks, script: script, desk: &desk)
    case .unheard: return run.first(of: ticks, at: &desk) { _, _, _ in .completed }
    case .lost(let call):
      return run.first(of: ticks, at: &desk) { _, _, desk in
        desk.ask(again: call.exits)
        return .failed(call.failure)
      }
    }
  }

  func tables(script: Int) -> [UInt8] {
    guard sources.indices.contains(script) else { return [] }
    // A script that is gone keeps what it kept in the session.
    return losses.tables[script] ?? scripts.tables(script: script)
  }

  func ruleNames(of place: Int) -> [String] {
    sources.indices.contains(place) ? scripts.hosts[place].rules : []
  }

  mutating func restore(_ tables: [UInt8], script: Int) throws(ScriptFailure) {
    guard sources.indices.contains(script) else { return }
    try scripts.restore(tables, script: script)
  }

  mutating func call(_ call: ScriptCall, script: Int, desk: inout Desk) -> CallOutcome {
    guard sources.indices.contains(script) else { return .completed }
    switch next(of: script) {
    case .made: return scripts.call(call, script: script, desk: &desk)
    case .unheard: return .completed
    case .lost(let call):
      desk.ask(again: call.exits)
      return .failed(call.failure)
    }
  }

  /// What becomes of the next call of a script.
  private mutating func next(of script: Int) -> ImposedLosses.Fate {
    let fate = losses.next(of: script)
    if case .lost(let call) = fate {
      // What its handler of errors makes of a call that was not made here is not what it made of it there.
      losses.tables[script] = call.tables ?? scripts.tables(script: script)
    }
    return fate
  }

  /// Ends the scripts.
  func close() { for host in scripts.hosts { host.close() } }

  func script(of place: Int) -> WorkerScript { sources[place] }

  func restart(of place: Int) -> (WorkerScript) throws(ScriptLoadProblem) -> ScriptHost<Desk> {
    let state = losses.tables[place] ?? scripts.hosts[place].stateBytes
    let table = table
    return { (script) throws(ScriptLoadProblem) in
      let host = try HostStarter().load(script)
      do throws(ScriptFailure) {
        try host.bind(table)
        if state != host.stateBytes { try host.restoreState(state) }
      } catch {
        host.close()
        throw .refused(error)
      }
      return host
    }
  }

  mutating func install(_ script: ScriptHost<Desk>, _ source: WorkerScript, of place: Int) {
    scripts.hosts[place].close()
    var hosts = scripts.hosts
    hosts[place] = script
    scripts = ScriptRules(hosts)
    sources[place] = source
    losses.isGone[place] = false
    losses.tables[place] = nil
  }
}

/// Calls that a session lost, to be lost again in its replay.
private struct ImposedLosses {
  /// What becomes of a call.
  enum Fate {
    /// It is made.
    case made
    /// The script is gone, and hears of nothing.
    case unheard
    /// It was lost in the session.
    case lost(LostCall)
  }

  /// Those of the event under way.
  var imposed: [LostCall] = []
  /// The scripts that are gone, and hear of nothing until they are started again.
  var isGone: [Bool]
  /// What scripts that lost a call keep, as the session knew it.
  var tables: [Int: [UInt8]] = [:]
  /// Calls of the event so far, by script.
  private var calls: [Int]

  init(count: Int) {
    isGone = Array(repeating: false, count: count)
    calls = Array(repeating: 0, count: count)
  }

  mutating func beginEvent() {
    for script in calls.indices { calls[script] = 0 }
  }

  /// What becomes of the next call of a script.
  mutating func next(of script: Int) -> Fate {
    let number = calls[script]
    calls[script] += 1
    if isGone[script] { return .unheard }
    guard let lost = imposed.first(where: { $0.script == script && $0.call == number }) else {
      return .made
    }
    isGone[script] = lost.isGone
    return .lost(lost)
  }
}
