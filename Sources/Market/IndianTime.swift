/// Civil time in India (UTC+05:30, no daylight saving) without Foundation.
public struct IndianTime: Hashable, Sendable {
  /// Days since 1970-01-01, counted in India.
  public let day: Int64
  /// Nanoseconds since Indian midnight, 0 ..< 86,400 × 10⁹.
  public let nanosecondOfDay: Int64

  /// Nanoseconds by which Indian clocks are ahead of UTC.
  public static let offsetNanoseconds: Int64 = 19_800 * EventTime.nanosecondsPerSecond
  /// Nanoseconds in a day.
  public static let nanosecondsPerDay: Int64 = 86_400 * EventTime.nanosecondsPerSecond

  /// The Indian civil time of a moment.
  public init(_ time: EventTime) {
    let shifted = time.advanced(byNanoseconds: Self.offsetNanoseconds).nanoseconds
    var (day, rest) = shifted.quotientAndRemainder(dividingBy: Self.nanosecondsPerDay)
    if rest < 0 {
      day -= 1
      rest += Self.nanosecondsPerDay
    }
    self.day = day
    self.nanosecondOfDay = rest
  }

  /// A civil time from its parts.
  ///
  /// - Parameters:
  ///   - day: Days since 1970-01-01.
  ///   - secondOfDay: Seconds since midnight, 0 to 86,400.
  public init(day: Int64, secondOfDay: Int64) {
    self.day = day
    self.nanosecondOfDay = secondOfDay * EventTime.nanosecondsPerSecond
  }

  /// The moment of this civil time, held at the ends of the range.
  public var eventTime: EventTime {
    let wide =
      Int128(day) * Int128(Self.nanosecondsPerDay) + Int128(nanosecondOfDay)
      - Int128(Self.offsetNanoseconds)
    return EventTime(nanoseconds: Int64(clamping: wide))
  }

  /// The hour, 0 to 23.
  public var hour: Int { Int(nanosecondOfDay / (3_600 * EventTime.nanosecondsPerSecond)) }
  /// The minute, 0 to 59.
  public var minute: Int { Int(nanosecondOfDay / (60 * EventTime.nanosecondsPerSecond)) % 60 }
  /// The second, 0 to 59.
  public var second: Int { Int(nanosecondOfDay / EventTime.nanosecondsPerSecond) % 60 }
  /// The second of the day, 0 to 86,399.
  public var secondOfDay: Int64 { nanosecondOfDay / EventTime.nanosecondsPerSecond }
  /// The millisecond of the second, 0 to 999.
  public var millisecond: Int {
    Int(nanosecondOfDay / EventTime.nanosecondsPerMillisecond) % 1_000
  }

  /// The calendar date of this day.
  public var date: CivilDate { CivilDate(day: day) }

  /// `2025-02-11T10:34:43.722+05:30`.
  public var iso8601: String { "\(date)T\(clockText).\(padded(millisecond, 3))+05:30" }

  /// `10:34:43`.
  public var clockText: String { "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" }

  /// `10:34:43.722`.
  public var clockTextWithMilliseconds: String { "\(clockText).\(padded(millisecond, 3))" }
}

/// A number with leading zeros.
package func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
