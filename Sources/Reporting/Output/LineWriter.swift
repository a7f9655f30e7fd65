import Market

/// Writes a line of bytes into memory that is large enough, so that no byte costs a check.
struct LineWriter {
  private(set) var place: UnsafeMutablePointer<UInt8>

  /// A writer that begins at a place.
  init(_ place: UnsafeMutablePointer<UInt8>) { self.place = place }

  /// The most bytes that one number, amount or moment takes.
  static let bytesOfValue = 32

  /// The digits of 0 to 99, two each.
  private static let pairs: StaticString = """
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
    """

  mutating func append(_ byte: UInt8) {
    place.pointee = byte
    place += 1
  }

  mutating func append(_ word: StaticString) {
    append(word.utf8Start, count: word.utf8CodeUnitCount)
  }

  /// Copies a word; sixteen bytes are written, however few count.
  @inline(__always)
  mutating func append(_ word: ShortWord) {
    UnsafeMutableRawPointer(place).storeBytes(of: word.bytes, as: SIMD16<UInt8>.self)
    place += word.count
  }

  /// Copies the first of thirty-two bytes; all of them are written, however few count.
  @inline(__always)
  mutating func append(_ bytes: SIMD32<UInt8>, count: Int) {
    UnsafeMutableRawPointer(place).storeBytes(of: bytes, as: SIMD32<UInt8>.self)
    place += count
  }

  mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { append($0) }
  }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    append(start, count: bytes.count)
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
    // Quantities are mostly so small that to find out how many digits they have takes longest.
    if number >= 0, number < 10 {
      return append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number))
    }
    if number < 0 { append(UInt8(ascii: "-")) }
    append(number.magnitude, minimumDigits: 1)
  }

  /// Millionths with exactly the decimals they have, at least two.
  mutating func append(micros: Int64) {
    if micros < 0 { append(UInt8(ascii: "-")) }
    let (whole, fraction) = micros.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    append(whole, minimumDigits: 1)
    append(UInt8(ascii: "."))
    let (hundredths, finer) = fraction.quotientAndRemainder(dividingBy: 10_000)
    append(pair: hundredths)
    guard finer > 0 else { return }
    var rest = finer
    var decimals = 4
    while rest % 10 == 0 {
      rest /= 10
      decimals -= 1
    }
    append(rest, minimumDigits: decimals)
  }

  /// A moment as ISO 8601 in Indian time with milliseconds: `2025-02-11T10:34:43.722+05:30`.
  mutating func append(_ time: EventTime) {
    let civil = IndianTime(time)
    let date = civil.date
    // The years of 64-bit nanoseconds are 1677 to 2262, so no part is negative.
    let year = UInt64(date.year.magnitude)
    append(pair: year / 100)
    append(pair: year % 100)
    append(UInt8(ascii: "-"))
    append(pair: UInt64(date.month.magnitude))
    append(UInt8(ascii: "-"))
    append(pair: UInt64(date.day.magnitude))
    append(UInt8(ascii: "T"))
    let milliseconds =
      civil.nanosecondOfDay.magnitude / EventTime.nanosecondsPerMillisecond.magnitude
    let (seconds, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
    let (minutes, second) = seconds.quotientAndRemainder(dividingBy: 60)
    append(pair: minutes / 60)
    append(UInt8(ascii: ":"))
    append(pair: minutes % 60)
    append(UInt8(ascii: ":"))
    append(pair: second)
    append(UInt8(ascii: "."))
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: fraction / 100))
    append(pair: fraction % 100)
    append("+05:30")
  }

  /// The two digits of a number below 100.
  private mutating func append(pair number: UInt64) {
    let digits = Self.pairs.utf8Start + Int(truncatingIfNeeded: number) * 2
    place[0] = digits[0]
    place[1] = digits[1]
    place += 2
  }

  private mutating func append(_ number: UInt64, minimumDigits: Int) {
    let digits = max(Self.digits(of: number), minimumDigits)
    var rest = number
    var position = digits
    while position >= 2 {
      let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
      let source = Self.pairs.utf8Start + Int(truncatingIfNeeded: pair) * 2
      position -= 2
      place[position] = source[0]
      place[position + 1] = source[1]
      rest = quotient
    }
    if position == 1 { place[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest) }
    place += digits
  }

  private static func digits(of number: UInt64) -> Int {
    var digits = 1
    var rest = number
    while rest >= 10_000 {
      digits += 4
      rest /= 10_000
    }
    return rest >= 1_000 ? digits + 3 : rest >= 100 ? digits + 2 : rest >= 10 ? digits + 1 : digits
  }
}

/// Figures as bytes, for the paths where making a `String` would cost too much.
enum DecimalBytes {
  /// Appends a whole number.
  static func append(_ number: Int64, to bytes: inout [UInt8]) {
    write(to: &bytes) { $0.append(number) }
  }

  /// Appends millionths as a decimal with exactly the decimals it has, at least two.
  static func append(micros: Int64, to bytes: inout [UInt8]) {
    write(to: &bytes) { $0.append(micros: micros) }
  }

  /// Appends ISO 8601 in Indian time with milliseconds: `2025-02-11T10:34:43.722+05:30`.
  static func append(_ time: EventTime, to bytes: inout [UInt8]) {
    write(to: &bytes) { $0.append(time) }
  }

  private static func write(to bytes: inout [UInt8], _ value: (inout LineWriter) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: LineWriter.bytesOfValue) { buffer in
      guard let start = buffer.baseAddress else { return }
      var writer = LineWriter(start)
      value(&writer)
      bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: writer.place - start))
    }
  }
}
