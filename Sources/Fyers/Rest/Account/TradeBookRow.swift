public import Market
public import Money

/// One fill of the day's trade book.
public struct TradeBookRow: Sendable, Equatable {
  /// The fill's number, `<order id>-<exchange number>` in live rows.
  public let tradeID: String
  /// The broker's id of the order.
  public let orderID: String
  /// The exchange's id of the order.
  public let exchangeOrderID: String
  /// The symbol.
  public let symbol: String
  /// 1 for buy, -1 for sell.
  public let side: Int64
  /// The product.
  public let product: String
  /// Units filled.
  public let quantity: Int64
  /// The price of the fill.
  public let price: Price
  /// The tag of the order.
  public let tag: BrokerTag
  /// When it happened, in whole seconds.
  public let time: EventTime?

  /// Reads a row; nil when it lacks an id, a quantity or a price.
  public init?(_ json: JSONValue) {
    guard let tradeID = json["tradeNumber"]?.text, let orderID = json["orderNumber"]?.text,
      let quantity = json["tradedQty"]?.int64, let price = json["tradePrice"]?.price,
      let symbol = json["symbol"]?.text
    else { return nil }
    self.tradeID = tradeID
    self.orderID = orderID
    self.quantity = quantity
    self.price = price
    self.symbol = symbol
    exchangeOrderID = json["exchangeOrderNo"]?.text ?? ""
    side = json["side"]?.int64 ?? 0
    product = json["productType"]?.text ?? ""
    tag = BrokerTag(json["orderTag"]?.text ?? "")
    time = json["orderDateTime"]?.text.flatMap(BrokerTime.parse)
  }
}
