import Market

/// Whole numbers of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by
/// their magnitude (DESIGN.md §9).
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
