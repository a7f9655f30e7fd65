/// Makes text harmless to a terminal and to whoever reads a log line by line.
///
/// What could break a line, hide text or turn its direction is written as an escape: control
/// characters, the marks and isolates of bidirectional text, zero-width characters, line and
/// paragraph separators, tags, and bytes that are no UTF-8.
public enum SafeText {
  /// Whether a character may stand as it is.
  ///
  /// The ranges are Unicode's control (Cc), format (Cf), line (Zl) and paragraph separator (Zp)
  /// characters that have no visible form, and the specials block.
  public static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0xAC: true
    case 0...0x1F, 0x7F...0x9F, 0xAD: false
    case 0x034F, 0x061C, 0x180E, 0xFEFF: false
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: false
    case 0xFFF0...0xFFFB, 0xFFFE...0xFFFF, 0xE0000...0xE0FFF: false
    default: true
    }
  }

  /// The text with everything that is not plain escaped: `\n`, `\x1B`, `\u{200B}`.
  public static func escaped(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy(isPlain) { return text }
    return escaped(bytes: Array(text.utf8))
  }

  /// The text of bytes, with everything escaped that is not plain or no UTF-8.
  public static func escaped(bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    appendEscaped(bytes, to: &result, limit: .max)
    return String(decoding: result, as: UTF8.self)
  }

  /// The escaped text, cut with an ellipsis when it would be longer than `limit` bytes.
  public static func escaped(_ text: String, limit: Int) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    if appendEscaped(bytes, to: &result, limit: limit) > 0 {
      result.removeAll(keepingCapacity: true)
      appendEscaped(bytes, to: &result, limit: max(0, limit - 3))
      result.append(contentsOf: "…".utf8)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Appends escaped text for as long as `result` stays within `limit` bytes.
  ///
  /// Neither a character nor an escape is ever cut in two.
  ///
  /// - Parameters:
  ///   - bytes: The text, which need not be UTF-8.
  ///   - result: Where it goes.
  ///   - limit: The most bytes `result` may hold.
  /// - Returns: How many bytes of the input were left out.
  @discardableResult
  static func appendEscaped(
    _ bytes: [UInt8], to result: inout [UInt8], limit: Int
  ) -> Int {
    var position = 0
    while position < bytes.count {
      if isPlainASCII(bytes[position]) {
        guard result.count < limit else { return bytes.count - position }
        result.append(bytes[position])
        position += 1
        continue
      }
      let end: Int
      let piece: [UInt8]
      if let (scalar, length) = UTF8Scanner.scalar(in: bytes, at: position) {
        end = position + length
        piece = isPlain(scalar) ? Array(bytes[position..<end]) : escape(scalar)
      } else {
        end = position + 1
        piece = byteEscape(bytes[position])
      }
      guard piece.count <= limit - result.count else { return bytes.count - position }
      result += piece
      position = end
    }
    return 0
  }

  private static func isPlainASCII(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

  private static func escape(_ scalar: Unicode.Scalar) -> [UInt8] {
    switch scalar {
    case "\n": Array("\\n".utf8)
    case "\r": Array("\\r".utf8)
    case "\t": Array("\\t".utf8)
    default:
      scalar.value < 0x80
        ? byteEscape(UInt8(scalar.value))
        : Array("\\u{\(String(scalar.value, radix: 16, uppercase: true))}".utf8)
    }
  }

  private static func byteEscape(_ byte: UInt8) -> [UInt8] {
    Array("\\x".utf8) + HexText.upperCaseDigits(of: byte)
  }
}

/// Reads one character at a time from bytes that need not be UTF-8.
enum UTF8Scanner {
  /// The character that begins at a position; nil when the bytes there are not well formed.
  ///
  /// Well formed is what Table 3-7 of the Unicode Standard lists: no overlong form, no surrogate,
  /// nothing above U+10FFFF.
  static func scalar(in bytes: [UInt8], at position: Int) -> (Unicode.Scalar, length: Int)? {
    let first = bytes[position]
    let length: Int
    var value: UInt32
    switch first {
    case 0x00...0x7F: return (Unicode.Scalar(first), 1)
    case 0xC2...0xDF: (length, value) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF: (length, value) = (3, UInt32(first & 0x0F))
    case 0xF0...0xF4: (length, value) = (4, UInt32(first & 0x07))
    default: return nil
    }
    guard position + length <= bytes.count else { return nil }
    for byte in bytes[(position + 1)..<(position + length)] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x1_0000]
    guard value >= smallest[length], let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}
