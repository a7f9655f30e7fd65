public import Money

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
