public import Money

extension FeedUpdate {
  /// One price of a book: what waits there.
  public struct Level: Hashable, Sendable {
    /// The price.
    public let price: Price
    /// Units waiting; 0 when not told.
    public let quantity: Int64
    /// Orders waiting; 0 when not told.
    public let orders: Int64

    /// A level.
    public init(price: Price, quantity: Int64, orders: Int64) {
      self.price = price
      self.quantity = quantity
      self.orders = orders
    }
  }

  /// The buying side of a depth topic, best first, at most five; levels without a price are left
  /// out.
  public var bids: [Level] {
    levels(
      price: FeedSlot.Depth.bidPrice, quantity: FeedSlot.Depth.bidQuantity,
      orders: FeedSlot.Depth.bidOrders)
  }

  /// The selling side of a depth topic, best first, at most five; levels without a price are left
  /// out.
  public var asks: [Level] {
    levels(
      price: FeedSlot.Depth.askPrice, quantity: FeedSlot.Depth.askQuantity,
      orders: FeedSlot.Depth.askOrders)
  }

  private func levels(price: Int, quantity: Int, orders: Int) -> [Level] {
    guard kind == .depth else { return [] }
    return (0..<FeedSlot.Depth.levels).compactMap { level in
      guard let value = self.price(at: price + level), value.micros > 0 else { return nil }
      return Level(
        price: value, quantity: Int64(state[quantity + level] ?? 0),
        orders: Int64(state[orders + level] ?? 0))
    }
  }
}
