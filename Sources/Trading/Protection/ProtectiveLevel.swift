public import Money

/// A stop or target in force.
public struct ProtectiveLevel: Equatable, Sendable {
  /// What set it.
  public enum Kind: Sendable {
    /// A stop-loss, also one set by a rule or by breakeven.
    case stopLoss
    /// A trailing stop.
    case trailing
    /// A take-profit.
    case takeProfit
  }

  /// Where it fires.
  public var price: Price
  /// What set it, which is the reason of the exit.
  public var kind: Kind
  /// Where it was set, pooled.
  public var source: TextPool.Index
}
