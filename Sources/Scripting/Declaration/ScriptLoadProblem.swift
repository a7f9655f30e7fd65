package import Trading

/// Why a script does not load.
package enum ScriptLoadProblem: Error, Equatable, Sendable {
  /// The script is at fault: syntax, declarations, an error or a spent budget at the top level.
  case refused(ScriptFailure)
  /// A parameter given from outside is unknown, of the wrong type or out of range.
  case parameter(String)
  /// There is no memory for an interpreter.
  case noMemory
}
