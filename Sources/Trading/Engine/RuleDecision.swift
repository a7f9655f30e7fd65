/// What a rule wants done with its position.
public enum RuleDecision: Sendable {
  /// Nothing.
  case keep
  /// New levels; nil leaves one as it is.
  case levels(stopLoss: LevelRequest?, takeProfit: LevelRequest?, source: String)
  /// Sell it now, with a text for people.
  case exit(text: String, source: String)
}
