import Market
import Money

/// Lengths of time as written in options and configuration: `30`, `30s`, `500ms`, `2m`.
enum DurationText {
  /// Nanoseconds of a text.
  ///
  /// - Parameters:
  ///   - text: Digits, and a unit; seconds without one.
  ///   - option: Its name, for the message.
  /// - Returns: Nanoseconds, zero or more, at most a year.
  /// - Throws: ``Stop`` with exit code 64.
  static func nanoseconds(_ text: String, option: String) throws(Stop) -> Int64 {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let units = [
      "ms": EventTime.nanosecondsPerMillisecond, "s": EventTime.nanosecondsPerSecond,
      "": EventTime.nanosecondsPerSecond, "m": 60 * EventTime.nanosecondsPerSecond,
    ]
    if let unit = units[String(text.dropFirst(digits.count))],
      let thousandths = DecimalText.parse(digits, decimals: 3)
    {
      let wide = Int128(thousandths) * Int128(unit) / 1_000
      if let length = Int64(exactly: wide), length <= 366 * 86_400 * EventTime.nanosecondsPerSecond
      {
        return length
      }
    }
    throw Stop(.usage, "\(option): expected a length of time such as 250ms or 2s, was \(text)")
  }
}
