/// A part of an exchange whose instruments keep the same hours.
public struct MarketSegment: Hashable, Sendable, CustomStringConvertible {
  /// What is traded there; the raw value is the word of the calendar's text.
  public enum Kind: String, Hashable, CaseIterable, Sendable {
    /// Shares that trade continuously to the end.
    case cash
    /// Shares whose day ends in the closing auction (those with derivatives).
    case auctionCash = "auction-cash"
    /// Futures and options on shares and indices.
    case derivative
    /// Index values, which are not traded.
    case index
    /// Commodity futures and options.
    case commodity
  }

  /// The exchange.
  public let exchange: Exchange
  /// What is traded.
  public let kind: Kind

  /// A segment from its parts.
  public init(exchange: Exchange, kind: Kind) {
    self.exchange = exchange
    self.kind = kind
  }

  /// What it is called in a message: `shares with a closing auction`.
  public var description: String {
    switch kind {
    case .cash: "\(exchange.rawValue) shares without a closing auction"
    case .auctionCash: "\(exchange.rawValue) shares with a closing auction"
    case .derivative: "\(exchange.rawValue) derivatives"
    case .index: "\(exchange.rawValue) indices"
    case .commodity: "\(exchange.rawValue) commodities"
    }
  }
}
