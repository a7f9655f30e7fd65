import Market
import Scripting
import Trading
import Worker

/// Starts the scripts of a session, each where it is to run.
protocol ScriptStarter {
  /// A script that was started.
  associatedtype Script: StartedScript

  /// Loads a script; it is bound to the session's instruments later.
  ///
  /// - Throws: Why it does not load.
  func load(_ script: WorkerScript) throws(ScriptLoadProblem) -> Script
}

/// A script that was loaded, wherever it runs.
protocol StartedScript: AnyObject {
  /// What it declared about itself.
  var declaration: StrategyDeclaration { get }
  /// Its parameters with the values they run with.
  var parameters: [ScriptParameter] { get }
  /// Places, in the settings, of the overrides that were used.
  var appliedOverrides: [Int] { get }
  /// Learns the ids of the declared symbols.
  ///
  /// - Throws: A failure when a symbol is missing.
  func bind(_ instruments: InstrumentTable) throws(ScriptFailure)
}
