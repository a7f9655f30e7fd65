import Glibc
public import Market

/// The time, and waiting for it: what everything with a deadline in this target uses.
public protocol EventClock: Sendable {
  /// Now; never set back while the program runs.
  func now() -> EventTime
  /// The time of day, for what goes by it, such as market hours: now, or what the machine's clock shows
  /// where it was set forward since the program began; a session's time goes along with it, too.
  func timeOfDay() -> EventTime
  /// Waits until a time.
  ///
  /// - Parameter time: When to go on; a time that has passed does not wait.
  /// - Throws: `CancellationError` when the task ends first.
  func sleep(until time: EventTime) async throws(CancellationError)
}

extension EventClock {
  /// Now.
  public func timeOfDay() -> EventTime { now() }
}

/// The machine's time: the wall clock at the start, and from then on a clock that is never set back.
public struct LiveClock: EventClock {
  private let start = ContinuousClock.now
  private let startNanoseconds: Int64
  private let wall: (@Sendable () -> EventTime)?

  /// A clock that starts at the machine's wall-clock time.
  public init() { self.init(wall: Self.wallTime) }

  /// A clock that starts at the time of a wall clock, which may be set.
  init(wall: @escaping @Sendable () -> EventTime) {
    startNanoseconds = wall().nanoseconds
    self.wall = wall
  }

  /// A clock that starts at a given time and goes on at the machine's pace.
  ///
  /// - Parameter start: The time it shows now; not so late that its years would leave `EventTime`.
  public init(startingAt start: EventTime) {
    startNanoseconds = start.nanoseconds
    wall = nil
  }

  private static func wallTime() -> EventTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return EventTime(
      nanoseconds: Int64(time.tv_sec) * EventTime.nanosecondsPerSecond + Int64(time.tv_nsec))
  }

  /// Now.
  public func now() -> EventTime {
    let elapsed = (ContinuousClock.now - start).components
    return EventTime(nanoseconds: startNanoseconds)
      .advanced(
        byNanoseconds: elapsed.seconds * EventTime.nanosecondsPerSecond
          + elapsed.attoseconds / 1_000_000_000)
  }

  /// Now, or what the wall clock shows where it was set forward.
  public func timeOfDay() -> EventTime {
    guard let wall else { return now() }
    return max(now(), wall())
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
