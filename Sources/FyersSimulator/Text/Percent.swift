import Money

/// Percentages, to two decimals.
enum Percent {
  /// A part of a whole in percent; 0 for a whole of 0.
  static func of(_ part: Int64, of whole: Int64) -> Json {
    guard whole > 0 else { return .int(0) }
    let hundredths = roundedHalfAway(Int128(part) * 10_000, dividedBy: Int128(whole))
    return .number(
      DecimalText.format(Int64(clamping: hundredths), decimals: 2, minimumDecimals: 0))
  }
}
