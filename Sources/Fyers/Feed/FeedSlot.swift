/// The places of values in the records of the data socket.
///
/// The order is the wire's: observed on live records for scrips and indices, documented for depth.
package enum FeedSlot {
  /// The number of slots a topic's state has room for.
  package static let capacity = 32

  /// Places in a scrip record.
  package enum Scrip {
    package static let ltp = 0
    package static let volume = 1
    package static let lastTradedTime = 2
    package static let feedTime = 3
    package static let bidQuantity = 4
    package static let askQuantity = 5
    package static let bid = 6
    package static let ask = 7
    package static let lastQuantity = 8
    package static let totalBuyQuantity = 9
    package static let totalSellQuantity = 10
    package static let averagePrice = 11
    package static let openInterest = 12
    package static let low = 13
    package static let high = 14
    package static let yearHigh = 15
    package static let yearLow = 16
    package static let lowerCircuit = 17
    package static let upperCircuit = 18
    package static let open = 19
    package static let previousClose = 20
  }

  /// Places in an index record.
  package enum Index {
    package static let ltp = 0
    package static let previousClose = 1
    package static let feedTime = 2
    package static let high = 3
    package static let low = 4
    package static let open = 5
    package static let yearHigh = 6
    package static let yearLow = 7
  }

  /// Places in a depth record, where each run has five levels.
  package enum Depth {
    package static let levels = 5
    package static let bidPrice = 0
    package static let askPrice = 5
    package static let bidQuantity = 10
    package static let askQuantity = 15
    package static let bidOrders = 20
    package static let askOrders = 25
  }
}
