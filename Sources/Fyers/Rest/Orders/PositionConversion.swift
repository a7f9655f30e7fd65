/// A position's move from one product to another.
public struct PositionConversion: Sendable, Equatable {
  /// The position, `<symbol>-<product>`.
  public var positionID: String
  /// 1 for a long position, -1 for a short one.
  public var side: OrderPlacement.Side
  /// Units to convert.
  public var quantity: Int64
  /// The product it has.
  public var from: String
  /// The product it gets.
  public var to: String
  /// Whether it was carried over night.
  public var isOvernight: Bool

  /// A conversion.
  public init(
    positionID: String, side: OrderPlacement.Side, quantity: Int64, from: String, to: String,
    isOvernight: Bool
  ) {
    self.positionID = positionID
    self.side = side
    self.quantity = quantity
    self.from = from
    self.to = to
    self.isOvernight = isOvernight
  }

  /// The body of the call.
  var body: JSONObject {
    [
      "symbol": .string(positionID), "positionSide": .integer(side.rawValue),
      "convertQty": .integer(quantity), "convertFrom": .string(from), "convertTo": .string(to),
      "overnight": .integer(isOvernight ? 1 : 0),
    ]
  }
}
