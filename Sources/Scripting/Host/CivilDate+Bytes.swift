import Market

extension CivilDate {
  /// Bytes of `2026-11-23`.
  static let textSize = 10

  /// Writes the date as text.
  ///
  /// Years have four digits, as all that nanoseconds since 1970 reach in 64 bits.
  func write(to bytes: UnsafeMutableBufferPointer<UInt8>) {
    func write(_ number: Int, at place: Int) {
      bytes[place] = UInt8(ascii: "0") + UInt8(number / 10 % 10)
      bytes[place + 1] = UInt8(ascii: "0") + UInt8(number % 10)
    }
    write(year / 100, at: 0)
    write(year, at: 2)
    bytes[4] = UInt8(ascii: "-")
    write(month, at: 5)
    bytes[7] = UInt8(ascii: "-")
    write(day, at: 8)
  }
}
