import Glibc
public import Market

/// When a message was read from its socket.
public struct ReceiptTime: Sendable, Equatable {
  /// The session's time; never set back.
  public let event: EventTime
  /// Nanoseconds of `CLOCK_MONOTONIC`, for measuring only.
  public let monotonicNanoseconds: Int64

  /// Now, by the session's clock and the machine's.
  static func now(_ clock: any EventClock) -> ReceiptTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return ReceiptTime(
      event: clock.now(),
      monotonicNanoseconds: Int64(time.tv_sec) * EventTime.nanosecondsPerSecond
        + Int64(time.tv_nsec))
  }
}
