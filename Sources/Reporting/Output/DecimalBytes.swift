/// Decimal digits as bytes, for the paths where making a `String` would cost too much.
enum DecimalBytes {
  /// Appends a whole number.
  static func append(_ number: Int64, to bytes: inout [UInt8]) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    append(number.magnitude, minimumDigits: 1, to: &bytes)
  }

  /// Appends millionths as a decimal with exactly the decimals it has, at least two.
  static func append(micros: Int64, to bytes: inout [UInt8]) {
    if micros < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, fraction) = micros.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    append(whole, minimumDigits: 1, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    var rest = fraction
    var decimals = 6
    while decimals > 2, rest % 10 == 0 {
      rest /= 10
      decimals -= 1
    }
    append(rest, minimumDigits: decimals, to: &bytes)
  }

  private static func append(_ number: UInt64, minimumDigits: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    var rest = number
    var digits = 0
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
      digits += 1
    } while rest > 0 || digits < minimumDigits
    bytes[start...].reverse()
  }
}
