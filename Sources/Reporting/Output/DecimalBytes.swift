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

  /// Appends a number with zeros in front up to a number of digits.
  static func append(_ number: UInt64, minimumDigits: Int, to bytes: inout [UInt8]) {
    var digits = 1
    var rest = number / 10
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    digits = max(digits, minimumDigits)
    let end = bytes.count + digits
    for _ in 0..<digits { bytes.append(UInt8(ascii: "0")) }
    rest = number
    for position in stride(from: end - 1, through: end - digits, by: -1) {
      bytes[position] &+= UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }
}
