/// What the session lets through; the raw value is the word of the API.
public enum OperatorMode: String, Sendable, CaseIterable {
  /// Everything the gate approves.
  case running
  /// Exits only.
  case exitOnly = "exit_only"
  /// Protective exits only.
  case halted
}
