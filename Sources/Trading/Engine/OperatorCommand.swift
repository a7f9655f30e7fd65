/// What a person may tell a running session.
public enum OperatorCommand: String, Sendable, CaseIterable {
  /// Entries end; working ones are taken back. Exits and protection go on.
  case exitOnly = "exit-only"
  /// Entries end and every position is sold now.
  case flatten
  /// Nothing is taken any more; protection goes on.
  case halt
  /// Everything is allowed again, and scripts that failed are started anew.
  case resume
}
