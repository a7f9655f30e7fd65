import Market

/// The time as a session's engine sees it; whoever owns it decides how it passes.
protocol TimeSource: Sendable {
  /// The time of day, now; it may be set, forward and back.
  func wallTime() -> EventTime
  /// Nanoseconds of a clock that nobody sets, now; it stands while the machine is suspended.
  func monotonicNanoseconds() -> Int64
  /// Nanoseconds of a clock that nobody sets and that goes on while the machine is suspended, now.
  func bootNanoseconds() -> Int64
}

extension TimeSource {
  /// The time of day and the boot-time clock at one moment: a process that is stopped between the two
  /// must not take that for a wall clock that was set.
  func wallAndBoot() -> (wall: EventTime, boot: Int64) {
    var boot = bootNanoseconds()
    while true {
      let wall = wallTime()
      let after = bootNanoseconds()
      if after &- boot < 100_000_000 { return (wall, after) }
      boot = after
    }
  }
}
