public import Money

/// A derived figure, rounded half away from zero to six decimals.
///
/// Percentages, ratios and durations of a report are such figures. They are computed from exact
/// integers with 128-bit intermediates and never take part in the books.
public struct RoundedNumber: Hashable, Comparable, Sendable {
  /// Millionths of one.
  public let millionths: Int128

  /// Nothing; its text is `0.00`.
  public static let zero = RoundedNumber(millionths: 0)

  private static let millionthsPerUnit: Int128 = 1_000_000

  /// A figure from its millionths.
  public init(millionths: Int128) { self.millionths = millionths }

  /// The quotient of two whole numbers; nil when the denominator is zero or the result too large.
  public init?(_ numerator: Int128, over denominator: Int128) {
    guard denominator != 0, denominator != .min, numerator != .min else { return nil }
    let (scaled, overflow) = numerator.multipliedReportingOverflow(by: Self.millionthsPerUnit)
    guard !overflow else { return nil }
    millionths = roundedHalfAway(
      denominator < 0 ? -scaled : scaled, dividedBy: denominator < 0 ? -denominator : denominator)
  }

  /// A figure from a floating-point statistic; nil when it is not finite or beyond 10¹² either way.
  ///
  /// Only the risk ratios come this way: they hold square roots.
  public init?(_ value: Double) {
    guard value.isFinite, value.magnitude <= 1e12 else { return nil }
    millionths = Int128((value * 1e6).rounded(.toNearestOrAwayFromZero))
  }

  /// How many percent `part` is of `base`; zero when the base is zero.
  public static func percentage(of part: Amount, in base: Amount) -> RoundedNumber {
    RoundedNumber(Int128(part.micros) * 100, over: Int128(base.micros)) ?? .zero
  }

  /// Orders by value.
  public static func < (left: RoundedNumber, right: RoundedNumber) -> Bool {
    left.millionths < right.millionths
  }
}

extension RoundedNumber: CustomStringConvertible {
  /// The text with at least two decimals and no needless zeros: `-5.2921`, `0.00`.
  public var description: String {
    var digits = Array(String(millionths.magnitude).utf8)
    while digits.count < 7 { digits.insert(UInt8(ascii: "0"), at: 0) }
    var decimals = 6
    while decimals > 2, digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      decimals -= 1
    }
    digits.insert(UInt8(ascii: "."), at: digits.count - decimals)
    if millionths < 0 { digits.insert(UInt8(ascii: "-"), at: 0) }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The text with exactly two decimals, rounded half away from zero, for people.
  public var twoDecimals: String {
    let hundredths = roundedHalfAway(millionths, dividedBy: 10_000)
    return RoundedNumber(millionths: hundredths * 10_000).description
  }
}
