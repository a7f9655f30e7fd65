public import Market
public import Money

/// One order of the day's order book.
public struct OrderBookRow: Sendable, Equatable {
  /// The broker's order id.
  public let id: String
  /// The broker's second id, a UUID; it is what asynchronous placement answers with.
  public let fyersID: String?
  /// The exchange's order id; empty until it has one.
  public let exchangeID: String
  /// The id of the order this one is a leg of.
  public let parentID: String?
  /// The symbol.
  public let symbol: String
  /// 1 for buy, -1 for sell.
  public let side: Int64
  /// 1 limit, 2 market, 3 stop, 4 stop-limit.
  public let type: Int64
  /// The product: `INTRADAY`, `CNC`, `MARGIN`, `MTF`.
  public let product: String
  /// `DAY` or `IOC`.
  public let validity: String
  /// The state; nil when the broker sent a number that is not known.
  public let status: BrokerOrderStatus?
  /// Units ordered.
  public let quantity: Int64
  /// Units filled.
  public let filledQuantity: Int64
  /// Units that may still fill.
  public let remainingQuantity: Int64
  /// The limit; zero when there is none.
  public let limitPrice: Price
  /// The trigger; zero when there is none.
  public let stopPrice: Price
  /// The average of the fills; zero without one.
  public let averagePrice: Price
  /// The broker's or the exchange's reason.
  public let message: String
  /// The tag.
  public let tag: BrokerTag
  /// When the order was last changed, in whole seconds.
  public let time: EventTime?

  /// Reads a row; nil when it has no id or no symbol.
  public init?(_ json: JSONValue) {
    guard let id = json["id"]?.text, !id.isEmpty, let symbol = json["symbol"]?.text else {
      return nil
    }
    self.id = id
    self.symbol = symbol
    fyersID = json["id_fyers"]?.text
    exchangeID = json["exchOrdId"]?.text ?? ""
    parentID = json["parentId"]?.text.flatMap { $0.isEmpty ? nil : $0 }
    side = json["side"]?.int64 ?? 0
    type = json["type"]?.int64 ?? 0
    product = json["productType"]?.text ?? ""
    validity = json["orderValidity"]?.text ?? ""
    status = json["status"]?.int64.flatMap(BrokerOrderStatus.init(rawValue:))
    quantity = json["qty"]?.int64 ?? 0
    filledQuantity = json["filledQty"]?.int64 ?? 0
    remainingQuantity = json["remainingQuantity"]?.int64 ?? 0
    limitPrice = json["limitPrice"]?.price ?? .zero
    stopPrice = json["stopPrice"]?.price ?? .zero
    averagePrice = json["tradedPrice"]?.price ?? .zero
    message = Redactor.cleaned(json["message"]?.text ?? "")
    tag = BrokerTag(json["orderTag"]?.text ?? "")
    time = json["orderDateTime"]?.text.flatMap(BrokerTime.parse)
  }
}
