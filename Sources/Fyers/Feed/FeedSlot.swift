/// The places of values in the records of the data socket.
///
/// The order is the wire's: observed on live records for scrips and indices, documented for depth.
package enum FeedSlot {
  /// The number of slots a topic's state has room for.
  package static let capacity = 32

  /// Places in a scrip record.
  package enum Scrip {
    /// The slot of the last price.
    package static let ltp = 0
    /// The slot of the volume.
    package static let volume = 1
    /// The slot of the last traded time.
    package static let lastTradedTime = 2
    /// The slot of the feed time.
    package static let feedTime = 3
    /// The slot of the bid quantity.
    package static let bidQuantity = 4
    /// The slot of the ask quantity.
    package static let askQuantity = 5
    /// The slot of the bid.
    package static let bid = 6
    /// The slot of the ask.
    package static let ask = 7
    /// The slot of the last quantity.
    package static let lastQuantity = 8
    /// The slot of the total buy quantity.
    package static let totalBuyQuantity = 9
    /// The slot of the total sell quantity.
    package static let totalSellQuantity = 10
    /// The slot of the average price.
    package static let averagePrice = 11
    /// The slot of the open interest.
    package static let openInterest = 12
    /// The slot of the low.
    package static let low = 13
    /// The slot of the high.
    package static let high = 14
    /// The slot of the year high.
    package static let yearHigh = 15
    /// The slot of the year low.
    package static let yearLow = 16
    /// The slot of the lower circuit.
    package static let lowerCircuit = 17
    /// The slot of the upper circuit.
    package static let upperCircuit = 18
    /// The slot of the open.
    package static let open = 19
    /// The slot of the previous close.
    package static let previousClose = 20
  }

  /// Places in an index record.
  package enum Index {
    /// The slot of the last price.
    package static let ltp = 0
    /// The slot of the previous close.
    package static let previousClose = 1
    /// The slot of the feed time.
    package static let feedTime = 2
    /// The slot of the high.
    package static let high = 3
    /// The slot of the low.
    package static let low = 4
    /// The slot of the open.
    package static let open = 5
    /// The slot of the year high.
    package static let yearHigh = 6
    /// The slot of the year low.
    package static let yearLow = 7
  }

  /// Places in a depth record, where each run has five levels.
  package enum Depth {
    /// Levels of each side.
    package static let levels = 5
    /// The first slot of the bid prices.
    package static let bidPrice = 0
    /// The first slot of the ask prices.
    package static let askPrice = 5
    /// The first slot of the bid quantities.
    package static let bidQuantity = 10
    /// The first slot of the ask quantities.
    package static let askQuantity = 15
    /// The first slot of the bid orders.
    package static let bidOrders = 20
    /// The first slot of the ask orders.
    package static let askOrders = 25
  }
}
