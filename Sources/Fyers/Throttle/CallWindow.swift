/// How many calls were let go in the last stretch of time: a ring of their times.
struct CallWindow: Sendable {
  /// The length of the window in nanoseconds.
  let length: Int64
  /// Times of the last calls, oldest at `first`.
  private var ring: [Int64]
  private var first = 0
  private(set) var count = 0

  /// A window that never holds more than `capacity` calls.
  init(length: Int64, capacity: Int) {
    self.length = length
    ring = Array(repeating: 0, count: max(capacity, 1))
  }

  /// Forgets calls that are out of the window at `now`.
  mutating func advance(to now: Int64) {
    while count > 0, now - ring[first] >= length {
      first = (first + 1) % ring.count
      count -= 1
    }
  }

  /// Notes a call; the caller has made sure that there is room.
  mutating func note(_ now: Int64) {
    precondition(count < ring.count, "a window takes no more calls than its limit")
    ring[(first + count) % ring.count] = now
    count += 1
  }

  /// When at most `limit - 1` calls will be in the window; nil when that is so now.
  func freeTime(limit: Int) -> Int64? {
    guard count >= limit else { return nil }
    guard limit > 0 else { return .max }
    return ring[(first + count - limit) % ring.count] + length
  }
}
