/// Hexadecimal digits.
enum HexText {
  private static let lowerCase = Array("0123456789abcdef".utf8)
  private static let upperCase = Array("0123456789ABCDEF".utf8)

  /// The four lower-case digits of a UTF-16 unit.
  static func digits(of unit: UInt16) -> [UInt8] {
    [12, 8, 4, 0].map { lowerCase[Int(unit >> $0) & 15] }
  }

  /// The two upper-case digits of a byte.
  static func upperCaseDigits(of byte: UInt8) -> [UInt8] {
    [upperCase[Int(byte >> 4)], upperCase[Int(byte & 15)]]
  }

  /// The lower-case digits of bytes.
  static func text(of bytes: some Sequence<UInt8>) -> String {
    let digits = bytes.flatMap { [lowerCase[Int($0 >> 4)], lowerCase[Int($0 & 15)]] }
    return String(decoding: digits, as: UTF8.self)
  }
}
