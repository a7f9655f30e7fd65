public import Money

/// The totals of one book, or of an account of several.
public struct AccountReport: Equatable, Sendable {
  /// Cash at the start.
  public let initialBalance: Amount
  /// Cash now.
  public let walletBalance: Amount
  /// Cash and what the open positions are worth at the last traded prices.
  public let portfolioValue: Amount
  /// Profit and loss already booked, commission included.
  public let realizedPnL: Amount
  /// Profit and loss of the open positions.
  public let unrealizedPnL: Amount
  /// What was charged, contained in `realizedPnL`.
  public let commission: Amount
  /// Orders with a fill.
  public let orderCount: Int64
  /// Symbols with an open position.
  public let activePositionsCount: Int64
  /// Realized and unrealized together.
  public let totalPnL: Amount

  /// Totals from the books.
  ///
  /// - Parameters:
  ///   - initialBalance: Cash at the start.
  ///   - walletBalance: Cash now.
  ///   - portfolioValue: Cash and the marked value of positions.
  ///   - realizedPnL: Profit and loss already booked.
  ///   - unrealizedPnL: Profit and loss of open positions.
  ///   - commission: What was charged.
  ///   - orderCount: Orders with a fill.
  ///   - activePositionsCount: Symbols with an open position.
  /// - Throws: ``MoneyError/overflow`` when realized and unrealized have no common sum.
  public init(
    initialBalance: Amount, walletBalance: Amount, portfolioValue: Amount, realizedPnL: Amount,
    unrealizedPnL: Amount, commission: Amount, orderCount: Int64, activePositionsCount: Int64
  ) throws(MoneyError) {
    self.initialBalance = initialBalance
    self.walletBalance = walletBalance
    self.portfolioValue = portfolioValue
    self.realizedPnL = realizedPnL
    self.unrealizedPnL = unrealizedPnL
    self.commission = commission
    self.orderCount = orderCount
    self.activePositionsCount = activePositionsCount
    totalPnL = try realizedPnL.adding(unrealizedPnL)
  }

  /// The totals of an account that consists of these books.
  ///
  /// - Parameters:
  ///   - books: The totals of each.
  ///   - activePositionsCount: Symbols with an open position; one that several hold counts once.
  /// - Throws: ``MoneyError/overflow``.
  public init(sumOf books: [AccountReport], activePositionsCount: Int64) throws(MoneyError) {
    func sum(_ part: (AccountReport) -> Amount) throws(MoneyError) -> Amount {
      try Amount(exactly: books.reduce(Int128(0)) { $0 + Int128(part($1).micros) })
    }
    try self.init(
      initialBalance: sum(\.initialBalance), walletBalance: sum(\.walletBalance),
      portfolioValue: sum(\.portfolioValue), realizedPnL: sum(\.realizedPnL),
      unrealizedPnL: sum(\.unrealizedPnL), commission: sum(\.commission),
      orderCount: books.reduce(0) { $0 + $1.orderCount },
      activePositionsCount: activePositionsCount)
  }

  /// The total in percent of the initial balance; zero when there was none.
  public var totalPnLPercent: RoundedNumber {
    .percentage(of: totalPnL, in: initialBalance)
  }

  /// What the portfolio is worth beyond the wallet, held at the ends of the range.
  public var positionsValue: Amount {
    Amount(micros: Int64(clamping: Int128(portfolioValue.micros) - Int128(walletBalance.micros)))
  }

  /// Whether realized + unrealized = portfolio value − initial balance, to the millionth.
  public var isBalanced: Bool {
    Int128(totalPnL.micros) == Int128(portfolioValue.micros) - Int128(initialBalance.micros)
  }
}

/// One open position of one book.
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
