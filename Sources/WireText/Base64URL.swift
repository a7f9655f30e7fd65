/// Bytes as text in the URL alphabet (RFC 4648, section 5), as the parts of a JSON web token are.
public enum Base64URL {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// The text of bytes, without padding.
  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var accumulator: UInt32 = 0
    var bits: UInt32 = 0
    for byte in bytes {
      accumulator = (accumulator << 8 | UInt32(byte)) & 0xFFFF
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[Int(accumulator >> bits & 63)])
      }
    }
    if bits > 0 { text.append(alphabet[Int(accumulator << (6 - bits) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text, with or without padding; the other alphabet's `+` and `/` count too.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - skippingOthers: Whether characters of neither alphabet are skipped, as Python's
  ///     `urlsafe_b64decode` does; otherwise they spoil the text.
  /// - Returns: The bytes; nil when the text is spoiled, or has a length that no bytes have.
  public static func decode(
    _ text: some StringProtocol, skippingOthers: Bool = false
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var accumulator: UInt32 = 0
    var bits: UInt32 = 0
    var characters = 0
    var padding = 0
    for byte in text.utf8 {
      guard let value = value(of: byte), padding == 0 || skippingOthers else {
        guard skippingOthers || byte == UInt8(ascii: "=") else { return nil }
        padding += 1
        continue
      }
      characters += 1
      accumulator = (accumulator << 6 | UInt32(value)) & 0xFF_FFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: accumulator >> bits))
      }
    }
    guard characters % 4 != 1, padding <= 2 || skippingOthers else { return nil }
    return bytes
  }

  private static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "-"), UInt8(ascii: "+"): 62
    case UInt8(ascii: "_"), UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
