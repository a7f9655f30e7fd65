public import Market
public import Money

/// The five best levels of one symbol, with the circuit limits that only this call and the symbol
/// master tell.
public struct DepthRow: Sendable, Equatable {
  /// One price level.
  public struct Level: Sendable, Equatable {
    /// The price.
    public let price: Price
    /// Units waiting there.
    public let quantity: Int64
    /// Orders waiting there.
    public let orders: Int64

    init?(_ json: JSONValue) {
      guard let price = json["price"]?.price else { return nil }
      self.price = price
      quantity = json["volume"]?.int64 ?? 0
      orders = json["ord"]?.int64 ?? 0
    }
  }

  /// The symbol as the broker spells it.
  public let symbol: String
  /// Bids, best first.
  public let bids: [Level]
  /// Asks, best first.
  public let asks: [Level]
  /// The last traded price.
  public let lastPrice: Price
  /// The lowest price the exchange takes today; nil when not told.
  public let lowerCircuit: Price?
  /// The highest price the exchange takes today; nil when not told.
  public let upperCircuit: Price?
  /// The price step; nil when not told.
  public let increment: Price?
  /// Units traded today.
  public let volume: Int64
  /// Open interest; nil when there is none.
  public let openInterest: Int64?
  /// When the last trade was, in whole seconds.
  public let lastTradeTime: EventTime?

  /// Reads one member of `d`; nil when it has no price.
  public init?(symbol: String, _ json: JSONValue) {
    guard let lastPrice = json["ltp"]?.price else { return nil }
    self.symbol = symbol
    self.lastPrice = lastPrice
    bids = (json["bids"]?.array ?? []).compactMap(Level.init)
    asks = (json["ask"]?.array ?? []).compactMap(Level.init)
    lowerCircuit = json["lower_ckt"]?.price
    upperCircuit = json["upper_ckt"]?.price
    increment = json["tick_Size"]?.price
    volume = json["v"]?.int64 ?? 0
    openInterest = json["oi"]?.int64
    lastTradeTime = json["ltt"]?.text.flatMap(BrokerTime.parse)
  }
}
