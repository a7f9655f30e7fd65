public import Money
public import WireText

/// Lenient reading: the broker writes some numbers as texts and some texts as numbers.
extension JSONValue {
  /// A whole number written as number or text, also as `12.0`; nil when it is none or too large.
  public var int64: Int64? { scaled(decimals: 0, rounding: false) }

  /// A truth value written as boolean, number or text; nil for anything else.
  public var flag: Bool? {
    switch self {
    case .bool(let value): value
    case .number("1"), .string("1"), .string("true"), .string("Y"): true
    case .number("0"), .string("0"), .string("false"), .string("N"): false
    default: nil
    }
  }

  /// A price in rupees, exact to the millionth, rounded half away from zero beyond.
  ///
  /// Averages come with more decimals than money has; quoted prices never do. Nil when the value
  /// is no number or too large.
  public var price: Price? {
    scaled(decimals: 6, rounding: true).map(Price.init(micros:))
  }

  /// An amount in rupees, exact to the millionth, rounded half away from zero beyond.
  public var amount: Amount? {
    scaled(decimals: 6, rounding: true).map(Amount.init(micros:))
  }

  /// The number in units of 10⁻ᵈ, from its digits.
  ///
  /// - Parameters:
  ///   - decimals: The decimals a unit has, 0 ... 18.
  ///   - rounding: Whether finer digits are rounded half away from zero; otherwise only zeros may
  ///     follow.
  /// - Returns: The units; nil when the value is no number or does not fit.
  package func scaled(decimals: Int, rounding: Bool) -> Int64? {
    guard let text else { return nil }
    return ExactDecimal(text, .broker)?.units(decimals: decimals, rounding: rounding).exact
  }
}

extension ExactDecimal.Form {
  /// The broker's numbers; an exponent beyond a thousand is no sum of money.
  static let broker = ExactDecimal.Form.loose(largestExponent: 1_000)
}
