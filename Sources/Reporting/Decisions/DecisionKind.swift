/// What a line of the canonical decisions is about.
public enum DecisionKind: String, Sendable {
  /// A script, a rule or a protective level asked for an order.
  case request
  /// The risk gate denied a request.
  case denial
  /// An order was filled, wholly or in part.
  case fill
  /// An order was cancelled.
  case cancel
  /// A protective level was set, moved or removed.
  case level
  /// An approved order that failed later.
  case failure
  /// A stop was set or moved.
  case stop
  /// A take-profit was set or moved.
  case target
}
