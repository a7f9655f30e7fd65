public import Market
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
  ///
  /// One order or more, in the order of their ids: what covers a position that several scripts hold
  /// is shared out over them.
  case executed([ExecutedTrade])
  /// It was approved and waits for its fill, because of latency, of a side that nobody quotes, or of
  /// a broker; one order or more.
  case pending([OrderReport])
  /// The gate refused it, or it failed whole at its fill.
  case denied(Denial)
}
