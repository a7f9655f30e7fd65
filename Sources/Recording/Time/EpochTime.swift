import Market

/// Whole numbers of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by
/// their magnitude (`Recording.docc`, "CSV").
enum EpochTime {
  /// Below this, a number counts seconds.
  static let secondsEnd: Int64 = 100_000_000_000
  /// Below this, and not seconds, it counts milliseconds.
  static let millisecondsEnd: Int64 = 100_000_000_000_000
  /// Below this, and neither of those, it counts microseconds.
  static let microsecondsEnd: Int64 = 100_000_000_000_000_000

  /// Nanoseconds since 1970; -1 when the number is negative or reaches beyond the year 2262.
  @inline(__always)
  static func nanoseconds(_ number: Int64) -> Int64 {
    let factor: Int64
    if number < secondsEnd {
      factor = 1_000_000_000
    } else if number < millisecondsEnd {
      factor = 1_000_000
    } else if number < microsecondsEnd {
      factor = 1_000
    } else {
      return number
    }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow || number < 0 ? -1 : product
  }
}

/// The unit of epoch times in a CSV file.
enum TimeUnit: String, CaseIterable {
  case seconds = "s"
  case milliseconds = "ms"
  case microseconds = "us"
  case nanoseconds = "ns"

  /// Nanoseconds in one.
  var nanoseconds: Int64 {
    switch self {
    case .seconds: 1_000_000_000
    case .milliseconds: 1_000_000
    case .microseconds: 1_000
    case .nanoseconds: 1
    }
  }

  /// Its name, for messages.
  var name: String {
    switch self {
    case .seconds: "seconds"
    case .milliseconds: "milliseconds"
    case .microseconds: "microseconds"
    case .nanoseconds: "nanoseconds"
    }
  }

  /// The unit that a number is read in, by its magnitude.
  init(magnitude number: Int64) {
    self =
      if number < EpochTime.secondsEnd {
        .seconds
      } else if number < EpochTime.millisecondsEnd {
        .milliseconds
      } else if number < EpochTime.microsecondsEnd {
        .microseconds
      } else {
        .nanoseconds
      }
  }

  /// The number that stands for a time; nil when it would be read as another time.
  func number(of time: Int64) -> Int64? {
    let (number, rest) = time.quotientAndRemainder(dividingBy: nanoseconds)
    return rest == 0 && TimeUnit(magnitude: number) == self ? number : nil
  }

  /// The number that stands for a time in the first unit that can: ms, then µs, ns and s.
  ///
  /// - Returns: The number; nil for times before March 1973 with a fraction of a second.
  static func number(of time: Int64) -> Int64? {
    let units: [TimeUnit] = [.milliseconds, .microseconds, .nanoseconds, .seconds]
    for unit in units {
      if let number = unit.number(of: time) { return number }
    }
    return nil
  }
}
