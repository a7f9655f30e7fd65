import Money

/// The body of an order change: nil keeps what is.
struct OrderChanges: Equatable, Sendable {
  var kind: OrderKind
  var quantity: Int64?
  var limitPrice: Price?
  var stopPrice: Price?
  /// Zero removes the leg.
  var stopLoss: Price?
  var takeProfit: Price?

  /// Reads a change (FYERS.md §6.2); an absent type keeps `kind`.
  ///
  /// - Parameters:
  ///   - body: What the client sent.
  ///   - kind: The order's present type.
  /// - Returns: The changes.
  /// - Throws: What is wrong with them.
  static func decode(_ body: Json, kind: OrderKind) throws(Refusal) -> OrderChanges {
    var changes = OrderChanges(kind: kind)
    if let type = body["type"] {
      guard let known = type.integer.flatMap({ OrderKind(rawValue: Int(clamping: $0)) }) else {
        throw .badInput("type should be one of 1, 2, 3, 4")
      }
      changes.kind = known
    }
    if let quantity = body["qty"], quantity != .null {
      guard let value = quantity.integer, value > 0 else {
        throw .badInput("qty should be a positive integer")
      }
      changes.quantity = value
    }
    changes.limitPrice = try price(body, "limitPrice", zeroKeeps: true)
    changes.stopPrice = try price(body, "stopPrice", zeroKeeps: true)
    changes.stopLoss = try price(body, "stopLoss", zeroKeeps: false)
    changes.takeProfit = try price(body, "takeProfit", zeroKeeps: false)
    return changes
  }

  private static func price(_ body: Json, _ name: String, zeroKeeps: Bool) throws(Refusal)
    -> Price?
  {
    guard let value = body[name] else { return nil }
    let price = try OrderFields.price(value, name: name)
    return zeroKeeps && price == .zero ? nil : price
  }
}
