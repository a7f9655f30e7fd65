/// Writes a line of bytes into memory that is large enough, so that no byte costs a check.
struct LineWriter {
  private(set) var place: UnsafeMutablePointer<UInt8>

  init(_ place: UnsafeMutablePointer<UInt8>) { self.place = place }

  mutating func append(_ byte: UInt8) {
    place.pointee = byte
    place += 1
  }

  mutating func append(_ word: StaticString) {
    place.update(from: word.utf8Start, count: word.utf8CodeUnitCount)
    place += word.utf8CodeUnitCount
  }

  mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      place.update(from: start, count: bytes.count)
    }
    place += bytes.count
  }

  mutating func append(_ number: Int64) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(number.magnitude, minimumDigits: 1)
  }

  /// Millionths with exactly the decimals they have, at least two.
  mutating func append(micros: Int64) {
    if micros < 0 { append(UInt8(ascii: "-")) }
    let (whole, fraction) = micros.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    append(whole, minimumDigits: 1)
    append(UInt8(ascii: "."))
    var rest = fraction
    var decimals = 6
    while decimals > 2, rest % 10 == 0 {
      rest /= 10
      decimals -= 1
    }
    append(rest, minimumDigits: decimals)
  }

  private mutating func append(_ number: UInt64, minimumDigits: Int) {
    var digits = 1
    var rest = number / 10
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    digits = max(digits, minimumDigits)
    rest = number
    for position in stride(from: digits - 1, through: 0, by: -1) {
      place[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    place += digits
  }
}
