public import Money

/// A change of a position, as the order socket tells it.
public struct PositionUpdate: Hashable, Sendable {
  /// The object as received.
  public let raw: WireJSON

  init(_ raw: WireJSON) { self.raw = raw }

  /// The position's id: symbol and product.
  public var id: String? { raw["id"]?.scalarText }
  /// The symbol.
  public var symbol: String? { raw["symbol"]?.string }
  /// CNC, INTRADAY, MARGIN, MTF, CO or BO.
  public var product: String? { raw["product_type"]?.string }
  /// Units held, negative when short.
  public var netQuantity: Int64? { WireDecimal.integer(raw["net_qty"]) }
  /// The average price of what is held, rounded to a millionth; nil when 0.
  public var netAverage: Price? { WireDecimal.price(raw["net_avg"], surplus: .round) }
  /// Profit booked today.
  public var realized: Amount? { WireDecimal.amount(raw["pl_realized"]) }
  /// Profit of what is held.
  public var unrealized: Amount? { WireDecimal.amount(raw["pl_unrealized"]) }
  /// Both profits.
  public var total: Amount? { WireDecimal.amount(raw["pl_total"]) }
  /// Units a commodity's quantity of one stands for.
  public var multiplier: Int64? { WireDecimal.integer(raw["qty_multiplier"]) }
}
