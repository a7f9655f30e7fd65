public import Market
public import Money
public import Reporting
public import Trading

/// A market order that a person or a program asked for by hand.
public struct HandTrade: Sendable, Equatable {
  /// Which way.
  public var side: OrderSide
  /// The instrument's name, 1 to 64 printable ASCII characters; perhaps an unknown one.
  public var symbol: String
  /// Units; fractions and numbers out of range arrive as invalid and are denied by the gate.
  public var quantity: RequestedQuantity
  /// The protection of what is bought; nil without any.
  public var protection: ProtectionRequest?

  /// A trade from its parts.
  public init(
    side: OrderSide, symbol: String, quantity: RequestedQuantity,
    protection: ProtectionRequest? = nil
  ) {
    self.side = side
    self.symbol = symbol
    self.quantity = quantity
    self.protection = protection
  }

  /// A purchase with the protection that is asked for.
  ///
  /// - Parameters:
  ///   - symbol: The instrument's name.
  ///   - quantity: Units.
  ///   - stopLoss: The price of the stop-loss.
  ///   - takeProfit: The price of the take-profit.
  ///   - trailing: The trailing stop; its distances are rupees or per cent.
  public init(
    buying symbol: String, quantity: RequestedQuantity, stopLoss: RequestedPrice?,
    takeProfit: RequestedPrice?, trailing: ProtectionRequest.Trail?
  ) {
    self.init(side: .buy, symbol: symbol, quantity: quantity)
    guard stopLoss != nil || takeProfit != nil || trailing != nil else { return }
    protection = ProtectionRequest(
      stopLoss: stopLoss.map { .price($0) },
      targets: takeProfit.map { [ProtectionRequest.Target(level: .price($0))] }, trail: trailing,
      source: Self.source)
  }

  /// Where such a trade is asked for, as orders say it.
  public static let source = "api"

  /// The trade as the gate takes it.
  ///
  /// - Parameter instrument: The instrument of the name.
  /// - Returns: A market order.
  public func request(of instrument: InstrumentID) -> OrderRequest {
    OrderRequest(
      side: side, instrument: instrument, quantity: quantity, protection: protection,
      reason: .api, source: Self.source)
  }
}

/// What became of a trade by hand.
public enum TradeAnswer: Sendable, Equatable {
  /// It was approved and filled whole.
  case executed(ExecutedTrade)
  /// It was approved and waits for its fill, because of latency or a broker.
  case pending(OrderReport)
  /// The gate refused it, or it failed whole at its fill.
  case denied(Denial)
}

/// The facts of a filled trade by hand.
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
}
