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

  /// Room for orders in the memory given, or else in the program's.
  init(in memory: SessionMemory? = nil) {
    let bytes = Self.capacity * MemoryLayout<Order>.stride
    if let memory, let place = unsafe memory.take(bytes) {
      unsafe orders = place.bindMemory(to: Order.self, capacity: Self.capacity)
      self.memory = memory
    } else {
      unsafe orders = .allocate(capacity: Self.capacity)
      self.memory = nil
    }
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
