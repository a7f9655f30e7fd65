public import Money

/// Fifty levels a side of one symbol, as the tick-by-tick socket tells them.
public struct DepthBook: Equatable, Sendable {
  /// The number of levels a side.
  public static let levelCount = 50

  /// One side of the book, best level first; a level that was never told is all zeros.
  public struct Side: Equatable, Sendable {
    /// Prices in paise, as on the wire.
    package internal(set) var prices = [Int64](repeating: 0, count: levelCount)
    /// Units waiting at each level.
    public internal(set) var quantities = [UInt32](repeating: 0, count: levelCount)
    /// Orders waiting at each level.
    public internal(set) var orders = [UInt32](repeating: 0, count: levelCount)

    /// An empty side.
    init() {}

    /// The price of a level, from 0 to 49; nil beyond, and while it is not above zero.
    public func price(_ level: Int) -> Price? {
      guard prices.indices.contains(level), prices[level] > 0 else { return nil }
      let (micros, overflow) = prices[level].multipliedReportingOverflow(
        by: Amount.microsPerPaisa)
      return overflow ? nil : Price(micros: micros)
    }
  }

  /// The buying side.
  public internal(set) var bids = Side()
  /// The selling side.
  public internal(set) var asks = Side()
  /// Units on the buying side of the whole book.
  public internal(set) var totalBuyQuantity: UInt64 = 0
  /// Units on the selling side of the whole book.
  public internal(set) var totalSellQuantity: UInt64 = 0
  /// Whether the last message was a snapshot.
  public internal(set) var isSnapshot = false
  /// The exchange's time in the server's unit.
  public internal(set) var feedTime: UInt64 = 0
  /// The server's time of sending, in its unit.
  public internal(set) var sendTime: UInt64 = 0
  /// The number of the last message of the symbol.
  public internal(set) var sequenceNumber: UInt64 = 0

  /// An empty book.
  init() {}
}

extension DepthBook {
  /// The book as the JSON text of the official client's object.
  public var officialText: String {
    let prices = { (side: Side) in list(side.prices.map(Self.rupees)) }
    return """
      {"tbq": \(totalBuyQuantity), "tsq": \(totalSellQuantity), \
      "bidprice": \(prices(bids)), "askprice": \(prices(asks)), \
      "bidqty": \(list(bids.quantities)), "askqty": \(list(asks.quantities)), \
      "bidordn": \(list(bids.orders)), "askordn": \(list(asks.orders)), \
      "snapshot": \(isSnapshot), "timestamp": \(feedTime), "sendtime": \(sendTime), \
      "seqNo": \(sequenceNumber)}
      """
  }

  private func list(_ values: [some CustomStringConvertible]) -> String {
    "[\(values.map(\.description).joined(separator: ", "))]"
  }

  /// Paise as the double of rupees that the official client divides them into.
  private static func rupees(_ paise: Int64) -> String {
    guard paise.magnitude >= 1 << 53 else { return PythonNumber.text(Double(paise) / 100) }
    return PythonNumber.text(Double("\(paise)e-2") ?? 0)
  }
}
