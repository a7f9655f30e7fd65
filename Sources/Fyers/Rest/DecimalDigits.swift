/// A decimal number taken apart into digits and a power of ten, for texts that may carry an exponent.
struct DecimalDigits {
  private var isNegative = false
  /// The digits without leading zeros, each 0 to 9.
  private var digits: [UInt8] = []
  /// The power of ten of the last digit.
  private var exponent = 0

  /// The largest exponent read; anything beyond is no sum of money.
  private static let exponentLimit: UInt = 1_000

  /// Takes `[+-]digits[.digits][e[+-]digits]` apart; nil when the text is something else.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    var seenDigit = false
    var afterPoint = false
    while let byte = rest.first {
      if byte == UInt8(ascii: "."), !afterPoint {
        afterPoint = true
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        seenDigit = true
        let digit = byte - UInt8(ascii: "0")
        if digit > 0 || !digits.isEmpty { digits.append(digit) }
        if afterPoint { exponent -= 1 }
      } else {
        break
      }
      rest = rest.dropFirst()
    }
    guard seenDigit else { return nil }
    guard let mark = rest.first else { return }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E"),
      let power = Int(String(decoding: rest.dropFirst(), as: UTF8.self)),
      power.magnitude <= Self.exponentLimit
    else { return nil }
    exponent += power
  }

  /// The number in units of 10⁻ᵈ; nil when it does not fit, or has finer digits and may not round.
  func scaled(decimals: Int, rounding: Bool) -> Int64? {
    guard !digits.isEmpty else { return 0 }
    let shift = exponent + decimals
    let kept = digits.count + min(shift, 0)
    guard kept <= 19 else { return nil }
    var units: Int64 = 0
    for digit in digits.prefix(max(kept, 0)) {
      guard let next = Self.appending(digit, to: units) else { return nil }
      units = next
    }
    if shift < 0 {
      let dropped = digits.dropFirst(max(kept, 0))
      if !rounding, dropped.contains(where: { $0 != 0 }) { return nil }
      if kept >= 0, let first = dropped.first, first >= 5, rounding {
        guard units > Int64.min else { return nil }
        units -= 1
      }
    } else {
      for _ in 0..<min(shift, 20) {
        guard let next = Self.appending(0, to: units) else { return nil }
        units = next
      }
      if shift > 20, units != 0 { return nil }
    }
    if isNegative { return units }
    return units == Int64.min ? nil : -units
  }

  /// Accumulates as a negative number, because the smallest has no positive twin.
  private static func appending(_ digit: UInt8, to units: Int64) -> Int64? {
    let (shifted, overflowed) = units.multipliedReportingOverflow(by: 10)
    let (sum, alsoOverflowed) = shifted.subtractingReportingOverflow(Int64(digit))
    return overflowed || alsoOverflowed ? nil : sum
  }
}
