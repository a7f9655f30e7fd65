import Market
import Scripting
import Trading
import Worker

/// Starts each script in a process of its own.
struct WorkerStarter: ScriptStarter {
  func load(_ script: WorkerScript) throws(ScriptLoadProblem) -> ScriptWorker {
    try ScriptWorker.load(script)
  }
}

/// Starts scripts in this process.
struct HostStarter: ScriptStarter {
  func load(_ script: WorkerScript) throws(ScriptLoadProblem) -> ScriptHost<Desk> {
    try ScriptHost<Desk>.load(
      script.source, settings: script.settings, modules: script.modules, sink: script.sink)
  }
}

extension ScriptWorker: StartedScript {}
extension ScriptHost: StartedScript where Port == Desk {}

extension WorkerRules: SessionRules {
  func script(of place: Int) -> WorkerScript { workers[place].script }

  func ruleNames(of place: Int) -> [String] {
    workers.indices.contains(place) ? workers[place].rules : []
  }

  func restart(of place: Int) -> (WorkerScript) throws(ScriptLoadProblem) -> ScriptWorker {
    let legacy = workers[place].legacy
    return { (script) throws(ScriptLoadProblem) in try ScriptWorker.load(script, after: legacy) }
  }

  mutating func install(_ script: ScriptWorker, _ source: WorkerScript, of place: Int) {
    install(script, of: place)
  }
}
