/// Decimal text in and out of 64-bit fixed point, never through `Double`.
///
/// The grammar is `-?digits(.digits)?`: no sign `+`, no exponent, no blanks, no grouping, at least
/// one digit on each side of a point. The whole text is a number, or nothing is.
public enum DecimalText {
  /// Parses text into units of 10⁻ᵈ, where `d` is `decimals`.
  ///
  /// - Parameters:
  ///   - text: The whole text.
  ///   - decimals: The decimals a unit has, 0 to 18; text with more is refused.
  /// - Returns: The number of units; nil when the text is no number of that shape or does not fit.
  public static func parse(_ text: some StringProtocol, decimals: Int) -> Int64? {
    parse(bytes: text.utf8, decimals: decimals)
  }

  /// Parses bytes into units of 10⁻ᵈ, where `d` is `decimals`.
  ///
  /// - Parameters:
  ///   - bytes: The whole text, as ASCII.
  ///   - decimals: The decimals a unit has, 0 to 18; text with more is refused.
  /// - Returns: The number of units; nil when the text is no number of that shape or does not fit.
  public static func parse(bytes: some Collection<UInt8>, decimals: Int) -> Int64? {
    var rest = bytes[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest = rest.dropFirst() }
    // Accumulated as a negative number, because the smallest Int64 has no positive twin.
    var units: Int64 = 0
    var wholeDigits = 0
    var fraction: Int?
    for byte in rest {
      if byte == UInt8(ascii: "."), fraction == nil, wholeDigits > 0 {
        fraction = 0
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      if let places = fraction {
        guard places < decimals else { return nil }
        fraction = places + 1
      } else {
        wholeDigits += 1
      }
      guard let next = appending(digit: byte, to: units) else { return nil }
      units = next
    }
    guard wholeDigits > 0, fraction != 0 else { return nil }
    for _ in (fraction ?? 0)..<decimals {
      guard let next = appending(digit: UInt8(ascii: "0"), to: units) else { return nil }
      units = next
    }
    if isNegative { return units }
    guard units != Int64.min else { return nil }
    return -units
  }

  private static func appending(digit: UInt8, to negative: Int64) -> Int64? {
    let (shifted, overflowed) = negative.multipliedReportingOverflow(by: 10)
    let (sum, alsoOverflowed) = shifted.subtractingReportingOverflow(
      Int64(digit) - Int64(UInt8(ascii: "0")))
    return overflowed || alsoOverflowed ? nil : sum
  }

  /// The shortest exact text of a number of units, with at least `minimumDecimals` decimals.
  ///
  /// - Parameters:
  ///   - units: The number, in units of 10⁻ᵈ.
  ///   - decimals: The decimals a unit has (`d`), 0 to 18.
  ///   - minimumDecimals: Decimals written even when they are zeros, 0 to `decimals`.
  /// - Returns: ASCII digits, with a point where there are decimals; zero never carries a sign.
  public static func format(_ units: Int64, decimals: Int, minimumDecimals: Int) -> String {
    var digits = Array(String(units.magnitude).utf8)
    while digits.count <= decimals { digits.insert(UInt8(ascii: "0"), at: 0) }
    var kept = decimals
    while kept > minimumDecimals, digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      kept -= 1
    }
    if kept > 0 { digits.insert(UInt8(ascii: "."), at: digits.count - kept) }
    if units < 0 { digits.insert(UInt8(ascii: "-"), at: 0) }
    return String(decoding: digits, as: UTF8.self)
  }
}
