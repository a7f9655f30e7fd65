import Fyers
import Market
import Synchronization

/// A clock that stands still, except that waiting moves it to the end of the wait.
final class ManualClock: EventClock {
  private let time: Mutex<EventTime>

  init(_ time: EventTime = .session) { self.time = Mutex(time) }

  func now() -> EventTime { time.withLock { $0 } }

  func advance(seconds: Int64) {
    time.withLock {
      $0 = $0.advanced(byNanoseconds: seconds * EventTime.nanosecondsPerSecond)
    }
  }

  func sleep(until target: EventTime) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    time.withLock { $0 = max($0, target) }
    await Task.yield()
  }
}

extension EventTime {
  /// A trading day's morning: 2026-10-05T10:00:00+05:30.
  static let session = EventTime(milliseconds: 1_791_174_600_000)

  func adding(milliseconds: Int64) -> EventTime {
    advanced(byNanoseconds: milliseconds * EventTime.nanosecondsPerMillisecond)
  }
}

extension ReceiptTime {
  /// A time of reception; when its bytes were read matters to few tests.
  static func at(_ event: EventTime, readAt: Int64 = 0) -> ReceiptTime {
    ReceiptTime(event: event, monotonicNanoseconds: readAt)
  }
}
