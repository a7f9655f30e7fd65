/// One number an indicator is made with: its name, its range and what it is when left out.
package struct IndicatorParameter: Equatable, Sendable {
  /// What a parameter is when it is left out.
  package enum Default: Equatable, Sendable {
    /// A number.
    case value(Double)
    /// The value of an earlier parameter, by its index.
    case sameAs(Int)
  }

  /// The name in messages and in editor stubs.
  package let name: String
  /// Whether only whole numbers will do.
  package let isWhole: Bool
  /// The smallest and largest value.
  package let range: ClosedRange<Double>
  /// What it is when left out.
  package let defaultValue: Default

  /// The longest window, as in TA-Lib.
  package static let longestPeriod = 100_000.0
  /// The largest factor of a band.
  package static let largestFactor = 1_000_000.0

  /// A number of updates, from `minimum` to ``longestPeriod``.
  static func period(
    _ name: String = "period", default value: Double, minimum: Double = 1
  ) -> IndicatorParameter {
    IndicatorParameter(
      name: name, isWhole: true, range: minimum...longestPeriod, defaultValue: .value(value))
  }

  /// A factor, from 0 to ``largestFactor``.
  static func factor(_ name: String, default value: Default) -> IndicatorParameter {
    IndicatorParameter(
      name: name, isWhole: false, range: 0...largestFactor, defaultValue: value)
  }

  /// What a value must be, for messages: `a whole number from 1 to 100000`.
  package var expectation: String {
    let kind = isWhole ? "a whole number" : "a number"
    return "\(kind) from \(plainText(range.lowerBound)) to \(plainText(range.upperBound))"
  }

  /// Whether a value is of the right type and inside the range; NaN is not.
  func accepts(_ value: Double) -> Bool {
    range.contains(value) && (!isWhole || value == value.rounded())
  }
}

/// A number as a person writes it: `10`, `2.5`, `nan`.
func plainText(_ value: Double) -> String {
  guard let whole = Int64(exactly: value) else { return "\(value)" }
  return "\(whole)"
}
