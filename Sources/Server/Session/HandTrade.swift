public import Trading

/// A purchase or sale asked for by hand.
public struct HandTrade: Sendable, Equatable {
  /// Which way.
  public var side: OrderSide
  /// The instrument's name, 1 to 64 printable ASCII characters; perhaps an unknown one.
  public var symbol: String
  /// Units; fractions and numbers out of range arrive as invalid and are denied by the gate.
  public var quantity: RequestedQuantity
  /// The price of the stop-loss; only for purchases.
  public var stopLoss: RequestedPrice?
  /// The price of the take-profit; only for purchases.
  public var takeProfit: RequestedPrice?
  /// The trailing stop; only for purchases.
  ///
  /// Its distances are rupees or per cent.
  public var trailing: ProtectionRequest.Trail?

  /// A trade from its parts.
  public init(
    side: OrderSide, symbol: String, quantity: RequestedQuantity, stopLoss: RequestedPrice? = nil,
    takeProfit: RequestedPrice? = nil, trailing: ProtectionRequest.Trail? = nil
  ) {
    self.side = side
    self.symbol = symbol
    self.quantity = quantity
    self.stopLoss = stopLoss
    self.takeProfit = takeProfit
    self.trailing = trailing
  }

  /// The protection it asks for, ready for an order request; nil without any.
  public var protection: ProtectionRequest? {
    guard stopLoss != nil || takeProfit != nil || trailing != nil else { return nil }
    return ProtectionRequest(
      stopLoss: stopLoss.map { .price($0) },
      targets: takeProfit.map { [ProtectionRequest.Target(level: .price($0))] }, trail: trailing)
  }
}
