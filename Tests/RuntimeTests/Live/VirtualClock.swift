import Market
import Synchronization

@testable import Runtime

/// A session's clocks that stand until a test moves them.
final class VirtualClock: TimeSource {
  private let passed = Atomic<Int64>(0)
  private let suspended = Atomic<Int64>(0)
  private let offset = Atomic<Int64>(0)

  /// The time of day when nothing has passed: 14 November 2023, 22:13:20 UTC.
  static let dawn: Int64 = 1_700_000_000_000_000_000

  func wallTime() -> EventTime {
    EventTime(nanoseconds: Self.dawn + bootNanoseconds() + offset.load(ordering: .relaxed))
  }

  func monotonicNanoseconds() -> Int64 { passed.load(ordering: .relaxed) }

  func bootNanoseconds() -> Int64 { monotonicNanoseconds() + suspended.load(ordering: .relaxed) }

  /// Moves them on to a moment of the monotonic clock.
  func move(to moment: Int64) { passed.store(moment, ordering: .relaxed) }

  /// Lets the machine be suspended: the monotonic clock stands.
  func suspend(seconds: Int64) { suspended.add(seconds * 1_000_000_000, ordering: .relaxed) }

  /// Sets the time of day, forward or back.
  func set(by seconds: Int64, milliseconds: Int64 = 0) {
    offset.add(seconds * 1_000_000_000 + milliseconds * 1_000_000, ordering: .relaxed)
  }
}
