/// The state of one market.
public struct MarketStatusRow: Sendable, Equatable {
  /// 10 NSE, 11 MCX, 12 BSE.
  public let exchange: Int64
  /// 10 cash, 11 equity derivatives, 12 currency, 20 commodity.
  public let segment: Int64
  /// `NORMAL`, `AUCTION` and their like.
  public let marketType: String
  /// `OPEN`, `CLOSED`, `PREOPEN` and their like; `CLOSE` is given as `CLOSED`.
  public let status: String

  /// Whether the market takes orders continuously.
  public var isOpen: Bool { status == "OPEN" }

  /// Reads a row; nil when it lacks its exchange, segment or state.
  public init?(_ json: JSONValue) {
    guard let exchange = json["exchange"]?.int64, let segment = json["segment"]?.int64,
      let status = json["status"]?.text
    else { return nil }
    self.exchange = exchange
    self.segment = segment
    self.status = status == "CLOSE" ? "CLOSED" : status
    marketType = json["market_type"]?.text ?? ""
  }
}
