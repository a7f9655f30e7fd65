import Glibc
import Market

/// The wall clock.
enum WallClock {
  /// Now.
  static func now() -> EventTime {
    var moment = timespec()
    clock_gettime(CLOCK_REALTIME, &moment)
    return EventTime(nanoseconds: Int64(moment.tv_sec) * 1_000_000_000 + Int64(moment.tv_nsec))
  }
}
