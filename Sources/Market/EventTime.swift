/// A moment of the session: nanoseconds since 1970-01-01T00:00:00Z.
///
/// It is always the time an event carries, never a clock's. The range reaches the year 2262.
public struct EventTime: Hashable, Comparable, Codable, Sendable {
  /// Nanoseconds since the epoch.
  public let nanoseconds: Int64

  /// Nanoseconds in a millisecond.
  public static let nanosecondsPerMillisecond: Int64 = 1_000_000
  /// Nanoseconds in a second.
  public static let nanosecondsPerSecond: Int64 = 1_000_000_000

  /// A time from its nanoseconds.
  @inline(__always)
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// A time from milliseconds since the epoch; traps beyond the year 2262.
  public init(milliseconds: Int64) {
    self.nanoseconds = milliseconds * Self.nanosecondsPerMillisecond
  }

  /// Whole milliseconds since the epoch, rounded down.
  @inline(__always)
  public var milliseconds: Int64 {
    let (quotient, remainder) = nanoseconds.quotientAndRemainder(
      dividingBy: Self.nanosecondsPerMillisecond)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Orders by moment.
  @inline(__always)
  public static func < (left: EventTime, right: EventTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The moment this many nanoseconds later, held at the ends of the range.
  public func advanced(byNanoseconds delta: Int64) -> EventTime {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(delta)
    guard overflow else { return EventTime(nanoseconds: sum) }
    return EventTime(nanoseconds: delta > 0 ? .max : .min)
  }
}
