import CSupervisor
import Glibc
import Market

/// This machine's clocks.
struct SystemClock: TimeSource {
  func wallTime() -> EventTime {
    var moment = timespec()
    clock_gettime(CLOCK_REALTIME, &moment)
    return EventTime(nanoseconds: Int64(moment.tv_sec) * 1_000_000_000 + Int64(moment.tv_nsec))
  }

  @inline(__always)
  func monotonicNanoseconds() -> Int64 { supervisor_monotonic_nanoseconds() }
}
