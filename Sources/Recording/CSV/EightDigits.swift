/// Decimal numbers in the last one to eight of eight bytes, read at once by word arithmetic.
///
/// A word holds the bytes as they lie in memory, the first in its lowest bits. Each step adds
/// neighbours: eight digits become four pairs, two fours, one eight. Faults are gathered and looked
/// at once a row, which is cheaper than a branch a number.
struct EightDigits {
  /// Has one of the bits of ``highBits`` when a byte was no digit.
  private var faults: UInt64 = 0

  private static let zeros: UInt64 = 0x3030_3030_3030_3030
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Nothing read yet.
  @inline(__always)
  init() {}

  /// Whether all that was read consisted of digits.
  @inline(__always)
  var isGood: Bool { faults & Self.highBits == 0 }

  /// Counts something else as a fault.
  @inline(__always)
  mutating func refuse() { faults |= Self.highBits }

  /// Counts a number below zero as a fault.
  @inline(__always)
  mutating func refuse(negative number: Int64) {
    faults |= UInt64(bitPattern: number) & (1 &<< 63)
  }

  /// The whole number in the bytes that `mask` keeps, which are the last ones.
  @inline(__always)
  mutating func whole(_ word: UInt64, mask: UInt64) -> Int64 {
    let pairs = pairs((word ^ Self.zeros) & mask)
    let low = (pairs & 0x0000_00ff_0000_00ff) &* 0x000f_4240_0000_0064
    let high = ((pairs &>> 16) & 0x0000_00ff_0000_00ff) &* 0x0000_2710_0000_0001
    return Int64(truncatingIfNeeded: (low &+ high) &>> 32)
  }

  /// Hundredths of the number with two decimals in the bytes that `mask` keeps, the point not among
  /// them.
  ///
  /// The digits weigh 10⁶ 10⁵ 10⁴ 10³ 10² (point) 10 1: the same pairs as before, a tenth as heavy
  /// from the point on.
  @inline(__always)
  mutating func hundredths(_ word: UInt64, mask: UInt64) -> Int64 {
    let pairs = pairs((word ^ Self.zeros) & mask)
    let low = (pairs & 0x0000_00ff_0000_00ff) &* 0x0001_86a0_0000_000a
    let high = ((pairs &>> 16) & 0x0000_00ff_0000_00ff) &* 0x0000_03e8_0000_0001
    return Int64(truncatingIfNeeded: (low &+ high) &>> 32)
  }

  /// Millionths of the decimal number in the last `count` bytes.
  ///
  /// - Parameters:
  ///   - word: The eight bytes.
  ///   - mask: What keeps the last `count` of them.
  ///   - count: The length of the number, one to eight.
  ///   - powers: Entry i is 10^(6-i), for i in 0 ... 7.
  /// - Returns: The millionths; -1 when a point is out of place.
  @inline(__always)
  mutating func micros(
    _ word: UInt64, mask: UInt64, last count: Int, powers: UnsafeMutablePointer<Int64>
  ) -> Int64 {
    let bytes = (word ^ Self.zeros) & mask
    // A byte that was a point is 0x1e now; the lowest one is marked by its top bit.
    let difference = bytes ^ (0x1e &* Self.ones)
    let marks = (difference &- Self.ones) & ~difference & Self.highBits
    guard marks != 0 else { return whole(word, mask: mask) &* 1_000_000 }
    let mark = marks & (0 &- marks)
    let place = mark.trailingZeroBitCount &>> 3
    let decimals = 7 &- place
    guard decimals >= 1, decimals <= 6, place > 8 &- count else { return -1 }
    let front = bytes & ((mark &>> 7) &- 1)
    let fraction = bytes & ~((mark &<< 1) &- 1)
    let digits = (fraction | (front &<< 8)) ^ Self.zeros
    return whole(digits, mask: .max) &* powers[decimals]
  }

  /// Gathers faults, and adds neighbouring digits: a number of two digits at each even byte.
  @inline(__always)
  private mutating func pairs(_ digits: UInt64) -> UInt64 {
    faults |= (digits &+ (0x76 &* Self.ones)) | digits
    return digits &* 10 &+ (digits &>> 8)
  }
}
