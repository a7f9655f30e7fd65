/// A command of the person in charge; the raw value is its path in the API.
public enum OperatorCommand: String, Sendable, CaseIterable {
  /// Deny entries, let exits and stops work.
  case exitOnly = "exit-only"
  /// Sell everything at once, then as ``exitOnly``.
  case flatten
  /// Take no order of scripts or hands; stops keep working.
  case halt
  /// Trade again; a stopped script begins again from its state.
  case resume
}
