import Market

/// How long a feed has said nothing while somebody listened.
///
/// A process that was stopped, or a machine that was suspended, heard nothing either; what the feed says
/// as it goes on is still to be read. So the time between two looks counts as a look's length at most.
struct QuietTime {
  /// Nanoseconds that two looks lie apart when nothing is in their way.
  static let period: Int64 = 50_000_000

  private var ticks: Int64 = 0
  private var lastLook: EventTime
  private var quiet: Int64 = 0

  /// Begins to listen.
  init(at now: EventTime) { lastLook = now }

  /// Looks whether anything has come.
  ///
  /// - Parameters:
  ///   - ticks: How many ticks have come in all.
  ///   - now: The time of the look.
  /// - Returns: Nanoseconds without a tick; 0 before the first.
  mutating func look(ticks: Int64, at now: EventTime) -> Int64 {
    let passed = now.nanoseconds - lastLook.nanoseconds
    lastLook = now
    quiet = ticks == self.ticks && ticks > 0 ? quiet + min(passed, 2 * Self.period) : 0
    self.ticks = ticks
    return quiet
  }
}
