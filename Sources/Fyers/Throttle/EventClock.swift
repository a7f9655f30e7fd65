import Glibc
public import Market

/// The time, and waiting for it: what everything with a deadline in this target uses.
public protocol EventClock: Sendable {
  /// Now; never set back while the program runs.
  func now() -> EventTime
  /// Waits until a time.
  ///
  /// - Parameter time: When to go on; a time that has passed does not wait.
  /// - Throws: `CancellationError` when the task ends first.
  func sleep(until time: EventTime) async throws(CancellationError)
}

/// The machine's time: the wall clock at the start, and from then on a clock that is never set back.
public struct LiveClock: EventClock {
  private let start = ContinuousClock.now
  private let startNanoseconds: Int64

  /// A clock that starts at the machine's wall-clock time.
  public init() {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    startNanoseconds =
      Int64(time.tv_sec) * EventTime.nanosecondsPerSecond + Int64(time.tv_nsec)
  }

  /// A clock that starts at a given time and goes on at the machine's pace.
  ///
  /// - Parameter start: The time it shows now; not so late that its years would leave `EventTime`.
  public init(startingAt start: EventTime) { startNanoseconds = start.nanoseconds }

  /// Now.
  public func now() -> EventTime {
    let elapsed = (ContinuousClock.now - start).components
    return EventTime(nanoseconds: startNanoseconds)
      .advanced(
        byNanoseconds: elapsed.seconds * EventTime.nanosecondsPerSecond
          + elapsed.attoseconds / 1_000_000_000)
  }

  /// Waits until a time.
  ///
  /// - Parameter time: When to go on.
  /// - Throws: `CancellationError` when the task ends first.
  public func sleep(until time: EventTime) async throws(CancellationError) {
    let rest = time.nanoseconds.subtractingReportingOverflow(now().nanoseconds)
    guard !rest.overflow, rest.partialValue > 0 else { return }
    do {
      try await Task.sleep(for: .nanoseconds(rest.partialValue), clock: .continuous)
    } catch {
      throw CancellationError()
    }
  }
}
