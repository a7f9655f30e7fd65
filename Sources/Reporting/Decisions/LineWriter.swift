/// Writes a line of bytes into memory that is large enough, so that no byte costs a check.
struct LineWriter {
  private(set) var place: UnsafeMutablePointer<UInt8>

  init(_ place: UnsafeMutablePointer<UInt8>) { self.place = place }

  mutating func append(_ byte: UInt8) {
    place.pointee = byte
    place += 1
  }

  mutating func append(_ word: StaticString) {
    append(word.utf8Start, count: word.utf8CodeUnitCount)
  }

  mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      append(start, count: bytes.count)
    }
  }

  /// Copies a few bytes; words are so short that a call to copy them takes longer than the copying.
  @inline(__always)
  private mutating func append(_ start: UnsafePointer<UInt8>, count: Int) {
    if count >= 8, count <= 16 {
      copy(start, at: 0, as: UInt64.self)
      copy(start, at: count - 8, as: UInt64.self)
    } else if count >= 4, count < 8 {
      copy(start, at: 0, as: UInt32.self)
      copy(start, at: count - 4, as: UInt32.self)
    } else if count < 4 {
      for offset in 0..<count { place[offset] = start[offset] }
    } else {
      place.update(from: start, count: count)
    }
    place += count
  }

  @inline(__always)
  private func copy<Word: BitwiseCopyable>(
    _ start: UnsafePointer<UInt8>, at offset: Int, as type: Word.Type
  ) {
    let word = UnsafeRawPointer(start).loadUnaligned(fromByteOffset: offset, as: type)
    UnsafeMutableRawPointer(place).storeBytes(of: word, toByteOffset: offset, as: type)
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
    var bound: UInt64 = 10
    while number >= bound {
      digits += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      guard !overflow else { break }
      bound = next
    }
    digits = max(digits, minimumDigits)
    var rest = number
    var position = digits
    // Two digits a division: divisions are what a number's text costs.
    while rest >= 100 {
      let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
      rest = quotient
      position -= 2
      place[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: pair / 10)
      place[position + 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: pair % 10)
    }
    while position > 0 {
      position -= 1
      place[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    place += digits
  }
}
