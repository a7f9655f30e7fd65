public import Money
public import Reporting
public import Trading

/// A price given by hand.
///
/// The last price is above zero; a bid or ask of zero means that nobody quotes there. Where both are
/// there, the bid is at most the ask. The server has seen to that.
public struct ManualQuote: Sendable, Equatable {
  /// The instrument's name, 1 to 64 printable ASCII characters; a new one begins its price feed.
  public var symbol: String
  /// The highest price somebody pays; zero when nobody does.
  public var bid: Price
  /// The lowest price somebody asks; zero when nobody does.
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

/// What became of a price given by hand.
public enum PriceAnswer: Sendable, Equatable {
  /// It is in the book; the fills it caused, oldest first.
  case updated(fills: [OrderReport])
  /// The session's prices come from elsewhere.
  case notManual
  /// It was refused.
  case denied(Denial)
}
