public import Money

/// The daily limits a strategy declares; nil is no limit.
///
/// Days are Indian dates.
public struct StrategyLimits: Equatable, Sendable {
  /// The day's loss, realized and unrealized, at which all is sold; positive.
  public var maxLoss: Amount?
  /// Entries a day that got an id.
  public var maxOrders: Int64?
  /// Units of a position after an entry.
  public var maxQuantity: Int64?
  /// Value of a position after an entry.
  public var maxNotional: Amount?
  /// Positions open at once.
  public var maxPositions: Int64?
  /// Seconds between a symbol's exit and its next entry.
  public var cooldownSeconds: Int64?

  /// No limits.
  public init() {}
}
