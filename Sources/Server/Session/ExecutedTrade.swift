public import Market
public import Money
public import Trading

/// The facts of a filled order of a trade by hand.
public struct ExecutedTrade: Sendable, Equatable {
  /// `BUY-n` or `SELL-n`.
  public var orderID: String
  /// Which way.
  public var side: OrderSide
  /// The instrument's name.
  public var symbol: String
  /// Units filled.
  public var quantity: Int64
  /// The price of a unit, the average one when there were several fills.
  public var executedPrice: Price
  /// Price times quantity, exact over all fills.
  public var value: Amount
  /// What was charged.
  public var commission: Amount
  /// What it changed in the realized total.
  public var realizedPnL: Amount
  /// What the units it closed had cost; zero when it opened or increased a position.
  public var costOfClosed: Amount
  /// When it was filled.
  public var timestamp: EventTime

  /// A trade from its parts.
  public init(
    orderID: String, side: OrderSide, symbol: String, quantity: Int64, executedPrice: Price,
    value: Amount, commission: Amount, realizedPnL: Amount, costOfClosed: Amount = .zero,
    timestamp: EventTime
  ) {
    self.orderID = orderID
    self.side = side
    self.symbol = symbol
    self.quantity = quantity
    self.executedPrice = executedPrice
    self.value = value
    self.commission = commission
    self.realizedPnL = realizedPnL
    self.costOfClosed = costOfClosed
    self.timestamp = timestamp
  }

  /// What a sale brings into the wallet: its value less the commission, held at the ends of the
  /// range.
  public var proceeds: Amount {
    Amount(micros: Int64(clamping: Int128(value.micros) - Int128(commission.micros)))
  }

  /// Several orders of one trade as if they were one: under the id and the time of the first, with the
  /// sums of the figures, held at the ends of the range, and the average price.
  ///
  /// - Parameter orders: One or more, of one side and symbol.
  public init(sumOf orders: [ExecutedTrade]) {
    guard var total = orders.first else { preconditionFailure("a trade has at least one order") }
    if orders.count > 1 {
      func sum(_ part: (ExecutedTrade) -> Int64) -> Int128 {
        orders.reduce(0) { $0 + Int128(part($1)) }
      }
      func amount(_ part: (ExecutedTrade) -> Amount) -> Amount {
        Amount(micros: Int64(clamping: sum { part($0).micros }))
      }
      let units = sum(\.quantity)
      total.quantity = Int64(clamping: units)
      total.value = amount(\.value)
      total.commission = amount(\.commission)
      total.realizedPnL = amount(\.realizedPnL)
      total.costOfClosed = amount(\.costOfClosed)
      if units > 0 {
        total.executedPrice = Price(
          micros: Int64(
            clamping: roundedHalfAway(sum { $0.value.micros }, dividedBy: units)))
      }
    }
    self = total
  }
}
