import Glibc
import Market

/// The machine's clocks.
enum SystemTime {
  /// The wall clock.
  static var wall: EventTime { EventTime(nanoseconds: read(CLOCK_REALTIME)) }

  /// Nanoseconds of a clock that only moves forward.
  static var monotonic: Int64 { read(CLOCK_MONOTONIC) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
