import Market
import Money

/// Orders in chunks, so that a long session grows without copying what is there.
///
/// Once there are many, chunks that are full lie in the ``SessionMemory`` that the session may have; the last
/// one is filled in the program's memory, because each first touch of a page of a mapped file costs as much as
/// some orders.
public struct OrderList: Sendable {
  /// Chunks that stay in the program's memory: some megabytes, more orders than most sessions have.
  private static let ownChunks = 32

  private var chunks: [OrderChunk] = []

  /// How many orders there are.
  public private(set) var count = 0

  /// Where further chunks lie once they are full; nil: in the program's memory.
  var memory: SessionMemory?

  /// An empty list.
  public init() {}

  /// An order by its place, from 0.
  public subscript(index: Int) -> Order {
    // Lent rather than copied: most who ask look at a field or two.
    _read {
      precondition(index >= 0 && index < count, "an order that there is")
      yield chunks[index / OrderChunk.capacity][index % OrderChunk.capacity]
    }
    _modify {
      precondition(index >= 0 && index < count, "an order that there is")
      let chunk = index / OrderChunk.capacity
      own(chunk)
      yield &chunks[chunk][index % OrderChunk.capacity]
    }
  }

  /// The place of the first order whose number is so large or larger; their numbers ascend.
  public func place(from number: Int32) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Adds an order and gives its place.
  mutating func append(_ order: Order) -> Int {
    let chunk = count / OrderChunk.capacity
    if chunk == chunks.count {
      chunks.append(nextChunk())
    } else {
      own(chunk)
    }
    chunks[chunk].put(order, at: count % OrderChunk.capacity)
    count += 1
    return count - 1
  }

  /// A chunk for further orders, once the last one is full and put where it stays.
  private mutating func nextChunk() -> OrderChunk {
    let last = chunks.count - 1
    guard last >= Self.ownChunks, let memory,
      let kept = OrderChunk(keeping: chunks[last], in: memory)
    else { return OrderChunk() }
    var spare = kept
    swap(&spare, &chunks[last])
    // Its room is used again, unless a copy of the list still looks at it.
    return isKnownUniquelyReferenced(&spare) ? spare : OrderChunk()
  }

  /// Takes the last orders back, down to a count.
  mutating func truncate(to newCount: Int) { count = min(count, newCount) }

  /// Takes orders that were read out of the way; for those who walk through all of them.
  public func settle() { memory?.settle() }

  /// Copies a chunk that another list has too.
  @inline(__always)
  private mutating func own(_ chunk: Int) {
    guard !isKnownUniquelyReferenced(&chunks[chunk]) else { return }
    let inUse = min(OrderChunk.capacity, count - chunk * OrderChunk.capacity)
    chunks[chunk] = OrderChunk(copying: chunks[chunk], count: inUse)
  }
}

/// So many orders side by side, in the program's memory or in that of the session.
///
/// An order holds no references, so that its bytes are all there is to it.
@safe
// Written only by a list that holds the one reference to it; what is shared is copied first.
final class OrderChunk: @unchecked Sendable {
  /// Orders in a chunk: a whole number of pages.
  static let capacity = 1_024

  private let orders: UnsafeMutablePointer<Order>
  /// What keeps the memory; nil when it is the chunk's own.
  private let memory: SessionMemory?

  /// Room for orders in the program's memory.
  init() {
    unsafe orders = .allocate(capacity: Self.capacity)
    memory = nil
  }

  /// The orders of another chunk, which is full and lies in the program's memory, in that of the session; nil
  /// where there is none left.
  init?(keeping other: OrderChunk, in memory: SessionMemory) {
    let bytes = unsafe UnsafeRawBufferPointer(
      start: other.orders, count: Self.capacity * MemoryLayout<Order>.stride)
    guard other.memory == nil, let place = unsafe memory.keep(bytes) else { return nil }
    unsafe orders = place.bindMemory(to: Order.self, capacity: Self.capacity)
    self.memory = memory
  }

  /// The first orders of another chunk, in the program's memory.
  init(copying other: OrderChunk, count: Int) {
    unsafe orders = .allocate(capacity: Self.capacity)
    memory = nil
    unsafe orders.initialize(from: other.orders, count: count)
  }

  deinit { if memory == nil { unsafe orders.deallocate() } }

  /// An order by its place; the list knows which there are.
  @inline(__always)
  subscript(place: Int) -> Order {
    _read { yield unsafe orders[place] }
    _modify { yield unsafe &orders[place] }
  }

  /// Puts an order where none was.
  @inline(__always)
  func put(_ order: Order, at place: Int) { unsafe (orders + place).initialize(to: order) }
}

/// Orders as one run of bytes, 77 each: there may be many, and field by field they would take their time.
extension OrderList: Codable {
  private static let width = 77

  /// Writes all orders.
  public func encode(to encoder: any Encoder) throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * Self.width)
    func put(_ number: some FixedWidthInteger) {
      unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }
    for place in 0..<count {
      let order = self[place]
      put(order.number)
      put(order.instrument.index)
      put(order.quantity)
      put(order.totals.units)
      put(order.totals.value.micros)
      put(order.totals.charges.micros)
      put(order.totals.realized.micros)
      put(order.time.nanoseconds)
      for text in [order.texts.tag, order.texts.source, order.texts.reason, order.texts.detail] {
        put(text)
      }
      put(
        UInt8(
          order.failure.flatMap { DenialReason.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0))
      put(order.side.rawValue)
      put(order.type.rawValue)
      put(order.status.rawValue)
      put(UInt8(order.isEntry ? 1 : 0) | (order.isAsked ? 2 : 0))
    }
    var container = encoder.singleValueContainer()
    try container.encode(bytes)
  }

  /// Reads all orders.
  ///
  /// - Throws: That the bytes are no orders.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    var rest = try container.decode([UInt8].self)[...]
    guard rest.count % Self.width == 0 else { throw Self.damage(in: container) }
    self.init()
    while !rest.isEmpty {
      guard let order = Self.order(&rest) else { throw Self.damage(in: container) }
      _ = append(order)
    }
  }

  private static func order(_ rest: inout ArraySlice<UInt8>) -> Order? {
    func take<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number {
      let size = Number.bitWidth / 8
      let number = rest.prefix(size).reversed().reduce(Number.zero) {
        ($0 << (size > 1 ? 8 : 0)) | Number(truncatingIfNeeded: $1)
      }
      rest = rest.dropFirst(size)
      return number
    }
    let number: Int32 = take()
    let instrument = InstrumentID(index: take())
    let quantity: Int64 = take()
    let totals = OrderTotals(
      units: take(), value: Amount(micros: take()), charges: Amount(micros: take()),
      realized: Amount(micros: take()))
    let time = EventTime(nanoseconds: take())
    let texts = OrderTexts(tag: take(), source: take(), reason: take(), detail: take())
    let failure: UInt8 = take()
    let reasons = DenialReason.allCases
    guard failure <= reasons.count, let side = OrderSide(rawValue: take()),
      let type = OrderType(rawValue: take()), let status = OrderStatus(rawValue: take())
    else { return nil }
    let flags: UInt8 = take()
    guard flags < 4 else { return nil }
    return Order(
      number: number, instrument: instrument, quantity: quantity, totals: totals, time: time,
      texts: texts, failure: failure == 0 ? nil : reasons[Int(failure) - 1], side: side, type: type,
      status: status, isEntry: flags & 1 != 0, isAsked: flags & 2 != 0)
  }

  private static func damage(in container: any SingleValueDecodingContainer) -> DecodingError {
    .dataCorruptedError(in: container, debugDescription: "expected orders of \(width) bytes each")
  }
}
