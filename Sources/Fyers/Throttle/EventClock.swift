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
