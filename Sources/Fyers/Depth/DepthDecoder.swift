internal import SwiftProtobuf

/// Turns frames of the tick-by-tick socket into books of fifty levels.
///
/// It is pure and accepts any bytes. In compatibility mode it keeps the official client's habits: a
/// snapshot leaves old levels standing, and a feed without depth repeats the old book.
public struct DepthDecoder: Sendable {
  /// Whether each message makes a book of its own that holds nothing but what it says.
  public let isDifferential: Bool
  /// Whether the official client's habits are reproduced.
  public let isCompatible: Bool
  private var books: [[UInt8]: DepthBook] = [:]

  /// A decoder without books.
  public init(isDifferential: Bool = false, isCompatible: Bool = false) {
    self.isDifferential = isDifferential
    self.isCompatible = isCompatible
  }

  /// Forgets every book, for a new connection.
  public mutating func reset() { books = [:] }

  /// Decodes one binary frame and appends what it means, in the order of the feeds in it.
  public mutating func decode(_ frame: [UInt8], into events: inout [DepthEvent]) {
    let message: TbtSocketMessage
    do {
      message = try TbtSocketMessage(serializedBytes: frame)
    } catch {
      events.append(.fault("depth frame: expected a protobuf message, \(error)"))
      return
    }
    guard !message.error else {
      events.append(.serverError(message.msg))
      return
    }
    for feed in Self.feeds(of: message) {
      guard feed.hasDepth || isCompatible else { continue }
      let symbol = Array(feed.ticker.utf8)
      var book = isDifferential ? DepthBook() : books[symbol] ?? DepthBook()
      if feed.hasDepth { apply(feed, isSnapshot: message.snapshot, to: &book) }
      if !isDifferential { books[symbol] = book }
      events.append(.book(symbol: feed.ticker, book))
    }
  }

  /// The feeds in the order of their first mention; of two under one key the later counts, because
  /// on the sender's side they are a map.
  private static func feeds(of message: TbtSocketMessage) -> [TbtMarketFeed] {
    var feeds: [TbtMarketFeed] = []
    var positions: [[UInt8]: Int] = [:]
    for entry in message.feeds {
      let key = Array(entry.key.utf8)
      if let position = positions[key] {
        feeds[position] = entry.value
      } else {
        positions[key] = feeds.count
        feeds.append(entry.value)
      }
    }
    return feeds
  }

  private func apply(_ feed: TbtMarketFeed, isSnapshot: Bool, to book: inout DepthBook) {
    let depth = feed.depth
    if isSnapshot, !isCompatible { book = DepthBook() }
    book.isSnapshot = isSnapshot
    if depth.hasTbq { book.totalBuyQuantity = depth.tbq.value }
    if depth.hasTsq { book.totalSellQuantity = depth.tsq.value }
    for level in depth.asks { Self.apply(level, to: &book.asks) }
    for level in depth.bids { Self.apply(level, to: &book.bids) }
    book.feedTime = feed.feedTime.value
    book.sendTime = feed.sendTime.value
    book.sequenceNumber = feed.sequenceNo
  }

  /// Overwrites what a level says; one without a number, or with one beyond the book, is skipped.
  private static func apply(_ level: TbtMarketLevel, to side: inout DepthBook.Side) {
    guard level.hasNum, let index = Int(exactly: level.num.value), index < DepthBook.levelCount
    else { return }
    if level.hasPrice { side.prices[index] = level.price.value }
    if level.hasQty { side.quantities[index] = level.qty.value }
    if level.hasNord { side.orders[index] = level.nord.value }
  }
}

/// What a frame of the tick-by-tick socket means.
public enum DepthEvent: Equatable, Sendable {
  /// A symbol's book changed.
  case book(symbol: String, DepthBook)
  /// The server reports an error.
  case serverError(String)
  /// The bytes are no message; the text says why.
  case fault(String)
}
