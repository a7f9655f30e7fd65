import Money

/// Exact reading of a JSON number.
enum JsonNumber {
  /// The number in millionths; nil when it does not lie on that grid or does not fit.
  ///
  /// Trailing zeros of a longer fraction are harmless (`549.7500000`); an exponent is read exactly.
  static func micros(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    var mantissa = bytes[...]
    var exponent = 0
    if let mark = bytes.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) {
      mantissa = bytes[..<mark]
      var digits = bytes[(mark + 1)...]
      if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
      guard digits.count <= 4, let value = Int(String(decoding: digits, as: UTF8.self)) else {
        return nil
      }
      exponent = value
    }
    guard let point = mantissa.firstIndex(of: UInt8(ascii: ".")) else {
      return shifted(mantissa, fraction: 0, exponent: exponent)
    }
    let fraction = mantissa.endIndex - point - 1
    let digits = mantissa[..<point] + mantissa[(point + 1)...]
    guard fraction > 0, point > mantissa.startIndex else { return nil }
    return shifted(digits[...], fraction: fraction, exponent: exponent)
  }

  /// Digits as a number of millionths, with `fraction` of them behind the point.
  private static func shifted(_ digits: ArraySlice<UInt8>, fraction: Int, exponent: Int) -> Int64? {
    var kept = Array(digits)
    var places = fraction - exponent
    while places > 6, kept.count > 1, kept.last == UInt8(ascii: "0") {
      kept.removeLast()
      places -= 1
    }
    guard places <= 6 || kept == [UInt8(ascii: "0")], kept.count <= 20 else { return nil }
    guard let value = DecimalText.parse(bytes: kept, decimals: 0) else { return nil }
    if value == 0 { return 0 }
    guard places <= 6, places > -20 else { return nil }
    var result = value
    for _ in places..<6 {
      let (next, overflow) = result.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      result = next
    }
    return result
  }
}
