/// Hexadecimal digits.
enum Hex {
  /// The lower-case digits.
  static let digits = Array("0123456789abcdef".utf8)

  /// The value of a digit of either case; nil for any other byte.
  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// Bytes as lower-case digits.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    var out: [UInt8] = []
    for byte in bytes { out.append(contentsOf: [digits[Int(byte >> 4)], digits[Int(byte & 15)]]) }
    return String(decoding: out, as: UTF8.self)
  }
}
