import Money

/// Numbers read from the bytes of one cell, of any length.
///
/// The result is -1 for everything that is not exactly a number of the shape `digits` or, where
/// decimals are allowed, `digits.digits`: signs, exponents, blanks, words, too many decimals.
enum CellNumber {
  /// Characters up to which a number cannot overflow 64 bits while it is gathered.
  private static let safeCount = 18

  /// Millionths of a decimal number with at most six decimals; -1 when it is none, or too large.
  static func micros(_ cell: UnsafeRawBufferPointer) -> Int64 {
    guard cell.count <= safeCount else { return unusual(cell, decimals: 6) }
    var digits: Int64 = 0
    var point = -1
    for (index, byte) in cell.enumerated() {
      let digit = byte &- UInt8(ascii: "0")
      if digit > 9 {
        guard byte == UInt8(ascii: "."), point < 0, index > 0 else { return -1 }
        point = index
      } else {
        digits = digits &* 10 &+ Int64(digit)
      }
    }
    let decimals = point < 0 ? 0 : cell.count - 1 - point
    guard !cell.isEmpty, decimals <= 6, point < 0 || decimals > 0 else { return -1 }
    var scale: Int64 = 1
    for _ in decimals..<6 { scale &*= 10 }
    let (micros, overflow) = digits.multipliedReportingOverflow(by: scale)
    return overflow ? -1 : micros
  }

  /// A whole number from 0; -1 when it is none, or too large.
  static func whole(_ cell: UnsafeRawBufferPointer) -> Int64 {
    guard cell.count <= safeCount else { return unusual(cell, decimals: 0) }
    guard !cell.isEmpty else { return -1 }
    var digits: Int64 = 0
    for byte in cell {
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else { return -1 }
      digits = digits &* 10 &+ Int64(digit)
    }
    return digits
  }

  private static func unusual(_ cell: UnsafeRawBufferPointer, decimals: Int) -> Int64 {
    // Most long cells are times in words; only long numbers, which are rare, need overflow checks.
    for byte in cell where byte &- UInt8(ascii: "0") > 9 && byte != UInt8(ascii: ".") { return -1 }
    return DecimalText.parse(bytes: cell, decimals: decimals) ?? -1
  }
}
