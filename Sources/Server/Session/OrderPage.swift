public import Reporting

/// Which orders are asked for.
public struct OrderQuery: Sendable, Equatable {
  /// Orders of a page, at most.
  public static let largestPage = 1_000

  /// Of which instrument; nil: of all.
  public var symbol: String?
  /// The number in the id of the order right behind the page; nil: the page ends with the newest.
  public var before: Int32?
  /// How many at most, 1 to ``largestPage``.
  public var limit: Int

  /// A query; without more, of the newest orders of all instruments.
  public init(symbol: String? = nil, before: Int32? = nil, limit: Int = largestPage) {
    self.symbol = symbol
    self.before = before
    self.limit = limit
  }
}

/// Some of the orders that got an id.
public struct OrderPage: Sendable, Equatable {
  /// The orders, oldest first.
  public var orders: [OrderReport]
  /// Whether there are older ones that were asked for.
  public var hasOlder: Bool

  /// A page from its parts.
  public init(orders: [OrderReport], hasOlder: Bool) {
    self.orders = orders
    self.hasOlder = hasOlder
  }
}
