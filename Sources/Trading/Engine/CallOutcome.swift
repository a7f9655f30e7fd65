/// How a callback ended.
public enum CallOutcome: Sendable {
  /// It returned.
  case completed
  /// A rule returned, with this decision.
  case decided(RuleDecision)
  /// It failed: entries it asked for are dropped, exits kept.
  case failed(ScriptFailure)
}
