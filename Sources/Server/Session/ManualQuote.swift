public import Money

/// A price given by hand.
///
/// All prices are above zero and the bid is at most the ask; the server has seen to that.
public struct ManualQuote: Sendable, Equatable {
  /// The instrument's name, 1 to 64 printable ASCII characters; a new one begins its price feed.
  public var symbol: String
  /// The highest price somebody pays.
  public var bid: Price
  /// The lowest price somebody asks.
  public var ask: Price
  /// The last traded price.
  public var last: Price
  /// Units traded today, zero or more; nil when not told.
  public var volume: Int64?

  /// A quote from its parts.
  public init(symbol: String, bid: Price, ask: Price, last: Price, volume: Int64?) {
    self.symbol = symbol
    self.bid = bid
    self.ask = ask
    self.last = last
    self.volume = volume
  }
}
