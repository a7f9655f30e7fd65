import Market
import Synchronization

@testable import Runtime

/// A session's clock that stands until a test moves it.
final class VirtualClock: TimeSource {
  private let passed = Atomic<Int64>(0)

  /// The time of day when nothing has passed: 14 November 2023, 22:13:20 UTC.
  static let dawn: Int64 = 1_700_000_000_000_000_000

  func wallTime() -> EventTime {
    EventTime(nanoseconds: Self.dawn + passed.load(ordering: .relaxed))
  }

  func monotonicNanoseconds() -> Int64 { passed.load(ordering: .relaxed) }

  /// Moves it on to a moment of the monotonic clock.
  func move(to moment: Int64) { passed.store(moment, ordering: .relaxed) }
}
