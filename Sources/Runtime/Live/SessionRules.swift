import Scripting
import Trading
import Worker

/// Rules of a session that outlives its scripts: one that failed can be loaded anew.
protocol SessionRules: RuleSet, ~Copyable {
  /// Loads a script again from its text and the last state that was kept.
  ///
  /// - Throws: Why it does not come up.
  mutating func restart(script: Int) throws(ScriptLoadProblem)
  /// Begins an event, whose calls are counted.
  mutating func beginEvent()
}

extension WorkerRules: SessionRules {}
