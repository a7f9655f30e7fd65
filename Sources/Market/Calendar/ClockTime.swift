import Money

/// A time of day on Indian clocks, to the second.
public struct ClockTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds since midnight, from 0 to 86,400 (the end of the day).
  public let secondOfDay: Int64

  /// Midnight at the beginning of the day.
  public static let midnight = ClockTime(checkedSecond: 0)
  /// Midnight at the end of the day.
  public static let endOfDay = ClockTime(checkedSecond: 86_400)

  private init(checkedSecond: Int64) { secondOfDay = checkedSecond }

  /// A time from its seconds since midnight; nil below 0 or above 86,400.
  public init?(secondOfDay: Int64) {
    guard (0...86_400).contains(secondOfDay) else { return nil }
    self.secondOfDay = secondOfDay
  }

  /// A time from `HH:MM` or `HH:MM:SS`, up to 23:59:59; nil when the whole text is not one.
  public init?(parsing text: some StringProtocol) {
    let parts = text.utf8.split(
      separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3 else { return nil }
    var numbers: [Int64] = []
    for part in parts {
      guard part.count == 2, let number = DecimalText.parse(bytes: part, decimals: 0) else {
        return nil
      }
      numbers.append(number)
    }
    guard (0...23).contains(numbers[0]), (0...59).contains(numbers[1]) else { return nil }
    let second = numbers.count == 3 ? numbers[2] : 0
    guard (0...59).contains(second) else { return nil }
    secondOfDay = numbers[0] * 3_600 + numbers[1] * 60 + second
  }

  /// Orders by time of day.
  public static func < (left: ClockTime, right: ClockTime) -> Bool {
    left.secondOfDay < right.secondOfDay
  }

  /// This many minutes earlier, held at midnight.
  public func earlier(byMinutes minutes: Int64) -> ClockTime {
    ClockTime(checkedSecond: max(0, secondOfDay - max(0, min(minutes, 1_440)) * 60))
  }

  /// The moment of this time on a day, counted in days since 1970-01-01.
  public func on(day: Int64) -> EventTime {
    IndianTime(day: day, secondOfDay: secondOfDay).eventTime
  }

  /// `15:10`, or `15:10:30` when there are seconds.
  public var description: String {
    let hour = Int(secondOfDay / 3_600)
    let minute = Int(secondOfDay / 60 % 60)
    let second = Int(secondOfDay % 60)
    let clock = "\(padded(hour, 2)):\(padded(minute, 2))"
    return second == 0 ? clock : "\(clock):\(padded(second, 2))"
  }
}
