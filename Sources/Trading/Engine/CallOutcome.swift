/// How a callback ended.
///
/// The payloads are indirect, so that the outcome of almost every call is one word in a register.
public enum CallOutcome: Sendable {
  /// It returned.
  case completed
  /// A rule returned, with this decision.
  indirect case decided(RuleDecision)
  /// It failed: entries it asked for are dropped, exits kept.
  indirect case failed(ScriptFailure)
}
