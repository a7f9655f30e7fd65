import Synchronization

/// The limit of requests over time, for all clients together.
final class RateLimit: Sendable {
  private let bucket: Mutex<TokenBucket>
  private let start = ContinuousClock.now

  /// A limit from the options.
  init(options: ServerOptions) {
    bucket = Mutex(TokenBucket(rate: options.requestsPerSecond, burst: options.requestBurst))
  }

  /// Whether one more request may come now.
  func admits() -> Bool {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    let now = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    return bucket.withLock { $0.take(at: now) }
  }
}

/// Lets a number of things through a second, and some more after a rest.
///
/// Time is given by the caller, in nanoseconds of any clock that does not run backwards.
struct TokenBucket: Sendable {
  private static let second: Int64 = 1_000_000_000

  private let interval: Int64
  private let depth: Int64
  /// When the bucket was, or will be, full.
  private var fullAt: Int64 = .min

  /// A full bucket.
  ///
  /// - Parameters:
  ///   - rate: Things a second, 1 to 1,000,000.
  ///   - burst: Things at once after a rest, 1 to 1,000,000.
  init(rate: Int, burst: Int) {
    interval = Self.second / Int64(min(max(rate, 1), 1_000_000))
    depth = interval * Int64(min(max(burst, 1), 1_000_000))
  }

  /// Takes one thing's worth; false when there is none.
  mutating func take(at now: Int64) -> Bool {
    let next = max(fullAt, now) + interval
    guard next - now <= depth else { return false }
    fullAt = next
    return true
  }
}
