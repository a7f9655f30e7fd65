public import Money
public import WireText

/// One position of the day; closed ones stay in the list with a quantity of zero.
public struct PositionRow: Sendable, Equatable {
  /// `<symbol>-<product>`: what an exit names.
  public let id: String
  /// The symbol.
  public let symbol: String
  /// The product.
  public let product: String
  /// Units held; negative when short.
  public let netQuantity: Int64
  /// The average price of what is held.
  public let netAverage: Price
  /// Units bought today and before.
  public let buyQuantity: Int64
  /// Their average price.
  public let buyAverage: Price
  /// Units sold today and before.
  public let sellQuantity: Int64
  /// Their average price.
  public let sellAverage: Price
  /// Profit booked.
  public let realized: Amount
  /// Profit at the last price.
  public let unrealized: Amount
  /// The last traded price.
  public let lastPrice: Price
  /// Units of the underlying in one unit of quantity; above one for commodities.
  public let multiplier: Int64

  /// Reads a row; nil when it lacks its id, symbol or quantity.
  public init?(_ json: JSONValue) {
    guard let id = json["id"]?.text, let symbol = json["symbol"]?.text,
      let netQuantity = json["netQty"]?.int64
    else { return nil }
    self.id = id
    self.symbol = symbol
    self.netQuantity = netQuantity
    product = json["productType"]?.text ?? ""
    netAverage = json["netAvg"]?.price ?? .zero
    buyQuantity = json["buyQty"]?.int64 ?? 0
    buyAverage = json["buyAvg"]?.price ?? .zero
    sellQuantity = json["sellQty"]?.int64 ?? 0
    sellAverage = json["sellAvg"]?.price ?? .zero
    realized = json["realized_profit"]?.amount ?? .zero
    unrealized = json["unrealized_profit"]?.amount ?? .zero
    lastPrice = json["ltp"]?.price ?? .zero
    multiplier = json["qtyMulti_com"]?.int64 ?? 1
  }
}

/// One holding of the demat account.
public struct HoldingRow: Sendable, Equatable {
  /// The symbol.
  public let symbol: String
  /// The ISIN; empty when not given.
  public let isin: String
  /// `HLD`, or `T1` for what was bought yesterday.
  public let kind: String
  /// Units held.
  public let quantity: Int64
  /// Units that can still be sold.
  public let remainingQuantity: Int64
  /// Units bought yesterday.
  public let yesterdaysQuantity: Int64
  /// The average cost.
  public let costPrice: Price
  /// The last traded price.
  public let lastPrice: Price
  /// Value at the last price.
  public let marketValue: Amount
  /// Profit at the last price.
  public let profit: Amount

  /// Reads a row; nil when it lacks its symbol or quantity.
  public init?(_ json: JSONValue) {
    guard let symbol = json["symbol"]?.text, let quantity = json["quantity"]?.int64 else {
      return nil
    }
    self.symbol = symbol
    self.quantity = quantity
    isin = json["isin"]?.text ?? ""
    kind = json["holdingType"]?.text ?? ""
    remainingQuantity = json["remainingQuantity"]?.int64 ?? 0
    yesterdaysQuantity = json["qty_t1"]?.int64 ?? 0
    costPrice = json["costPrice"]?.price ?? .zero
    lastPrice = json["ltp"]?.price ?? .zero
    marketValue = json["marketVal"]?.amount ?? .zero
    profit = json["pl"]?.amount ?? .zero
  }
}
