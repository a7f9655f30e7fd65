import CSupervisor
import Glibc
import Market

/// This machine's clocks.
struct SystemClock: TimeSource {
  func wallTime() -> EventTime { EventTime(nanoseconds: Self.read(CLOCK_REALTIME)) }

  func bootNanoseconds() -> Int64 { Self.read(CLOCK_BOOTTIME) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var moment = timespec()
    clock_gettime(clock, &moment)
    return Int64(moment.tv_sec) * 1_000_000_000 + Int64(moment.tv_nsec)
  }

  @inline(__always)
  func monotonicNanoseconds() -> Int64 { supervisor_monotonic_nanoseconds() }
}
