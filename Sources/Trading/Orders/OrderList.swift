/// Orders in chunks, so that a long session grows without copying what is there.
public struct OrderList: Sendable {
  private static let chunkSize = 1_024
  private var chunks: [[Order]] = []

  /// How many orders there are.
  public private(set) var count = 0

  /// An empty list.
  public init() {}

  /// An order by its place, from 0.
  public subscript(index: Int) -> Order {
    get { chunks[index / Self.chunkSize][index % Self.chunkSize] }
    _modify { yield &chunks[index / Self.chunkSize][index % Self.chunkSize] }
  }

  /// Adds an order and gives its place.
  mutating func append(_ order: Order) -> Int {
    if count % Self.chunkSize == 0 {
      var chunk: [Order] = []
      chunk.reserveCapacity(Self.chunkSize)
      chunks.append(chunk)
    }
    chunks[count / Self.chunkSize].append(order)
    count += 1
    return count - 1
  }

  /// Takes the last orders back, down to a count.
  mutating func truncate(to newCount: Int) {
    while count > newCount {
      chunks[(count - 1) / Self.chunkSize].removeLast()
      count -= 1
      if count % Self.chunkSize == 0 { chunks.removeLast() }
    }
  }
}
