import Market
import Money

/// Options that several verbs share, from text.
enum OptionText {
  /// The commission: the option, the configuration, or the standard rate.
  ///
  /// - Throws: ``Stop`` with exit code 64.
  static func rate(_ option: String?, _ configuration: Configuration) throws(Stop)
    -> CommissionRate
  {
    let text = option ?? configuration.text("COMMISSION_RATE") ?? "0.0005"
    guard let rate = CommissionRate(parsing: text) else {
      throw Stop(
        .usage,
        "--commission-rate: expected a share from 0 to 1 with at most nine decimals, was \(text)")
    }
    return rate
  }

  /// Price increments by symbol, from `SYMBOL=0.05`.
  ///
  /// - Throws: ``Stop`` with exit code 64.
  static func increments(_ texts: [String]) throws(Stop) -> [String: Price] {
    var result: [String: Price] = [:]
    for text in texts {
      guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
        let price = Price(parsing: text[text.index(after: equals)...]), price > .zero
      else {
        throw Stop(.usage, "--increment: expected SYMBOL=0.05, was \(text)")
      }
      result[String(text[..<equals])] = price
    }
    return result
  }

  /// Lots by symbol, from `SYMBOL=75`.
  ///
  /// - Throws: ``Stop`` with exit code 64.
  static func lots(_ texts: [String]) throws(Stop) -> [String: Int64] {
    var result: [String: Int64] = [:]
    for text in texts {
      guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
        let lot = DecimalText.parse(text[text.index(after: equals)...], decimals: 0), lot > 0
      else {
        throw Stop(.usage, "--lot: expected SYMBOL=75, was \(text)")
      }
      result[String(text[..<equals])] = lot
    }
    return result
  }
}

/// Lengths of time as written in options and configuration: `30`, `30s`, `500ms`, `2m`.
enum DurationText {
  /// The longest, in nanoseconds: a year.
  static let longest = 366 * 86_400 * EventTime.nanosecondsPerSecond

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
      if let length = Int64(exactly: wide), length <= longest { return length }
    }
    throw Stop(.usage, "\(option): expected a length of time such as 250ms or 2s, was \(text)")
  }
}
