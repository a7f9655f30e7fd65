import Market

/// The time as a session's engine sees it; whoever owns it decides how it passes.
protocol TimeSource: Sendable {
  /// The time of day, now; it may be set back.
  func wallTime() -> EventTime
  /// Nanoseconds of a clock that nobody sets, now.
  func monotonicNanoseconds() -> Int64
}
