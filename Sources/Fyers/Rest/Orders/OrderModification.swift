public import Money

/// A change of a working order; what is nil stays as it is (FYERS.md, section 6.2).
public struct OrderModification: Sendable, Equatable {
  /// The broker's order id.
  public var id: String
  /// The type the order has from now on: 1 limit, 2 market, 3 stop, 4 stop-limit.
  public var type: Int64
  /// The new limit.
  public var limitPrice: Price?
  /// The new trigger.
  public var stopPrice: Price?
  /// The new total quantity.
  public var quantity: Int64?

  /// A change.
  public init(
    id: String, type: Int64, limitPrice: Price? = nil, stopPrice: Price? = nil,
    quantity: Int64? = nil
  ) {
    self.id = id
    self.type = type
    self.limitPrice = limitPrice
    self.stopPrice = stopPrice
    self.quantity = quantity
  }

  /// The body of the call.
  ///
  /// - Returns: The members, in the order of the documentation.
  /// - Throws: ``FyersError/invalidRequest(_:)`` when the change cannot be meant.
  public func body() throws(FyersError) -> JSONObject {
    guard !id.isEmpty, (1...4).contains(type), quantity.map({ $0 > 0 }) ?? true,
      limitPrice.map({ $0 > .zero }) ?? true, stopPrice.map({ $0 > .zero }) ?? true
    else {
      throw .invalidRequest("modification: expected an id, a type of 1 to 4, values above zero")
    }
    var body: JSONObject = ["id": .string(id), "type": .integer(type)]
    body.append("limitPrice", ifPresent: limitPrice.map(OrderPlacement.number))
    body.append("stopPrice", ifPresent: stopPrice.map(OrderPlacement.number))
    body.append("qty", ifPresent: quantity.map { .integer($0) })
    return body
  }
}
