public import Money

/// The account as callbacks see it.
public struct AccountView: Equatable, Sendable {
  /// The wallet, without holds.
  public var cash: Amount
  /// The wallet less what working entries hold.
  public var free: Amount
  /// The portfolio value.
  public var equity: Amount
  /// Profit booked.
  public var realized: Amount
  /// Profit marked.
  public var unrealized: Amount
  /// Commission paid.
  public var commission: Amount

  /// An account from its sums.
  public init(
    cash: Amount, free: Amount, equity: Amount, realized: Amount, unrealized: Amount,
    commission: Amount
  ) {
    self.cash = cash
    self.free = free
    self.equity = equity
    self.realized = realized
    self.unrealized = unrealized
    self.commission = commission
  }
}
