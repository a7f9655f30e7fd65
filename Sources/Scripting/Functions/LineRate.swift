import Market

/// Counts the lines of each second of event time and says which are too many.
struct LineRate {
  /// The most lines of one second.
  static let linesPerSecond = 200

  enum Verdict: Equatable {
    case admitted
    /// Too many; the first of its second, so one notice is due.
    case firstDropped
    case dropped
  }

  private var second: Int64 = .min
  private var count = 0

  /// Counts a line; lines without a time (at load) share one second.
  mutating func admit(at time: EventTime?) -> Verdict {
    let now = time.map { $0.nanoseconds / EventTime.nanosecondsPerSecond } ?? .min
    if now != second {
      second = now
      count = 0
    }
    count += 1
    if count <= Self.linesPerSecond { return .admitted }
    return count == Self.linesPerSecond + 1 ? .firstDropped : .dropped
  }
}
