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
