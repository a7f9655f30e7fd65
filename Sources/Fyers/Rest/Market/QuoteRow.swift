public import Market
public import Money
public import WireText

/// One symbol of a quotes reply.
public struct QuoteRow: Sendable, Equatable {
  /// The symbol as the broker spells it.
  public let symbol: String
  /// The last traded price.
  public let lastPrice: Price
  /// The best bid; zero when nobody quotes there, the last price for an index.
  public let bid: Price
  /// The best ask; zero when nobody quotes there, the last price for an index.
  public let ask: Price
  /// The day's open.
  public let open: Price
  /// The day's high.
  public let high: Price
  /// The day's low.
  public let low: Price
  /// Yesterday's close.
  public let previousClose: Price
  /// Units traded today.
  public let volume: Int64
  /// When the quote was made, in whole seconds.
  public let time: EventTime?

  /// Reads an element of `d`; nil when it is an error or has no last price above zero.
  public init?(_ json: JSONValue) {
    guard json["s"]?.text != "error", let symbol = json["n"]?.text, let values = json["v"],
      let lastPrice = values["lp"]?.price, lastPrice > .zero
    else { return nil }
    self.symbol = symbol
    self.lastPrice = lastPrice
    // An index has no book.
    let isIndex = symbol.hasSuffix("-INDEX")
    bid = isIndex ? lastPrice : max(values["bid"]?.price ?? .zero, .zero)
    ask = isIndex ? lastPrice : max(values["ask"]?.price ?? .zero, .zero)
    open = values["open_price"]?.price ?? .zero
    high = values["high_price"]?.price ?? .zero
    low = values["low_price"]?.price ?? .zero
    previousClose = values["prev_close_price"]?.price ?? .zero
    volume = values["volume"]?.int64 ?? 0
    time = values["tt"]?.text.flatMap(BrokerTime.parse)
  }
}

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
      // The broker fills a side up with levels of price 0.
      guard let price = json["price"]?.price, price > .zero else { return nil }
      self.price = price
      quantity = json["volume"]?.int64 ?? 0
      orders = json["ord"]?.int64 ?? 0
    }
  }

  /// The symbol as the broker spells it.
  public let symbol: String
  /// Bids, best first; empty when nobody quotes there.
  public let bids: [Level]
  /// Asks, best first; empty when nobody quotes there.
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
