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
  func source(of script: Int) -> ScriptSource { workers[script].script.source }

  mutating func replace(source: ScriptSource, of script: Int) {
    workers[script].replace(source: source)
  }
}
