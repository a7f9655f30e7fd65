public import Money

/// One open position.
public struct PositionReport: Equatable, Sendable {
  /// The instrument.
  public var symbol: String
  /// Units held, never zero; negative for a short.
  public var quantity: Int64
  /// What the units cost, or what a short was sold for; zero or positive.
  public var cost: Amount
  /// The last traded price.
  public var currentPrice: Price
  /// What closing at the last traded price would add.
  public var unrealizedPnL: Amount

  /// A position from its row in the books.
  public init(
    symbol: String, quantity: Int64, cost: Amount, currentPrice: Price, unrealizedPnL: Amount
  ) {
    self.symbol = symbol
    self.quantity = quantity
    self.cost = cost
    self.currentPrice = currentPrice
    self.unrealizedPnL = unrealizedPnL
  }

  /// The cost of one unit, rounded half up to a millionth; zero for a quantity of zero.
  ///
  /// For display only: the books keep the exact total.
  public var averagePrice: Price {
    guard quantity != 0 else { return .zero }
    let exact = roundedHalfAway(
      Int128(cost.micros), dividedBy: Int128(quantity.magnitude))
    return Price(micros: Int64(clamping: exact))
  }

  /// The unrealized profit in percent of the cost; zero when there was none.
  public var unrealizedPnLPercent: RoundedNumber { .percentage(of: unrealizedPnL, in: cost) }
}
