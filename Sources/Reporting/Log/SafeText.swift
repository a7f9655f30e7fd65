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
