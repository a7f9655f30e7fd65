public import Market
public import Money

/// One symbol of a quotes reply.
public struct QuoteRow: Sendable, Equatable {
  /// The symbol as the broker spells it.
  public let symbol: String
  /// The last traded price.
  public let lastPrice: Price
  /// The best bid; zero when there is none.
  public let bid: Price
  /// The best ask; zero when there is none.
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

  /// Reads an element of `d`; nil when it is an error or has no price.
  public init?(_ json: JSONValue) {
    guard json["s"]?.text != "error", let symbol = json["n"]?.text, let values = json["v"],
      let lastPrice = values["lp"]?.price
    else { return nil }
    self.symbol = symbol
    self.lastPrice = lastPrice
    bid = values["bid"]?.price ?? .zero
    ask = values["ask"]?.price ?? .zero
    open = values["open_price"]?.price ?? .zero
    high = values["high_price"]?.price ?? .zero
    low = values["low_price"]?.price ?? .zero
    previousClose = values["prev_close_price"]?.price ?? .zero
    volume = values["volume"]?.int64 ?? 0
    time = values["tt"]?.text.flatMap(BrokerTime.parse)
  }
}
