import Synchronization

/// How many connections are open.
final class ConnectionCount: Sendable {
  private let count = Mutex(0)

  /// Counts a connection in, and returns how many there are with it.
  func open() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }

  /// Counts a connection out.
  func close() { count.withLock { $0 -= 1 } }

  /// Connections open now.
  var current: Int { count.withLock { $0 } }
}
