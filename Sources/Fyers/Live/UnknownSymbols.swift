import Market

/// The symbols of a feed that the broker does not know, and when they are asked for again.
///
/// A symbol file of the morning may not be there yet when a session starts; so what was wrong once is asked
/// for again, each time after twice the wait, and at once when the connection has come back.
struct UnknownSymbols {
  /// The symbols, in the feed's order.
  private(set) var names: [String] = []
  /// The topics that are subscribed.
  var taken: Set<String> = []
  /// Nanoseconds between the last question and the next.
  private(set) var wait: Int64

  private let timings: SocketTimings
  private var jitter: Jitter
  private var next: EventTime?

  /// None, until the broker says so.
  init(_ timings: SocketTimings, seed: UInt64) {
    self.timings = timings
    jitter = Jitter(seed: seed)
    wait = timings.retry
  }

  /// Takes what the broker has said; whether that has changed.
  mutating func take(_ names: [String], at now: EventTime) -> Bool {
    guard self.names != names else { return false }
    self.names = names
    if next == nil { askLater(than: now) }
    return true
  }

  /// Whether they are to be asked for; the time of the question after this one is set then.
  mutating func isDue(at now: EventTime) -> Bool {
    guard now >= next ?? now else { return false }
    askLater(than: now)
    return true
  }

  /// Asks again after the wait, and then after twice of it.
  private mutating func askLater(than now: EventTime) {
    next = now.advanced(byNanoseconds: jitter.scattered(wait))
    wait = min(wait * 2, max(timings.longest, timings.retry))
  }

  /// Asks at the next opportunity, and then as often as in the beginning.
  mutating func askNow() {
    next = nil
    wait = timings.retry
  }
}
