/// Makes text of scripts harmless for a terminal: printable UTF-8 on one line.
package enum Printable {
  /// The text with control characters, direction marks, invisible characters and broken UTF-8
  /// escaped (`\n`, `\xFF`, `\u{202E}`), cut with `…` at a number of bytes.
  static func line(_ bytes: UnsafeBufferPointer<UInt8>, sizeAtMost: Int) -> String {
    let kept = bytes.prefix(sizeAtMost)
    if kept.count == bytes.count, kept.allSatisfy(isPlain) {
      return String(decoding: kept, as: UTF8.self)
    }
    var text: [UInt8] = []
    text.reserveCapacity(kept.count + 16)
    var rest = bytes[...]
    while !rest.isEmpty {
      guard text.count < sizeAtMost else {
        text.append(contentsOf: "…".utf8)
        break
      }
      let plain = rest.prefix(sizeAtMost - text.count).prefix(while: isPlain)
      text.append(contentsOf: plain)
      rest = rest.dropFirst(plain.count)
      if plain.isEmpty { rest = rest.dropFirst(appendSpecial(rest, to: &text)) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }

  /// The text, escaped as above.
  package static func line(_ text: String, sizeAtMost: Int = 8_192) -> String {
    var text = text
    return text.withUTF8 { line($0, sizeAtMost: sizeAtMost) }
  }

  /// Appends what stands for the first character, and gives the bytes it takes.
  private static func appendSpecial(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, to text: inout [UInt8]
  ) -> Int {
    guard let first = bytes.first else { return 0 }
    switch first {
    case UInt8(ascii: "\n"): text.append(contentsOf: "\\n".utf8)
    case UInt8(ascii: "\r"): text.append(contentsOf: "\\r".utf8)
    case UInt8(ascii: "\t"): text.append(contentsOf: "\\t".utf8)
    case 0..<0x80: appendHex(first, to: &text)
    default:
      guard let (scalar, length) = decode(bytes) else {
        appendHex(first, to: &text)
        return 1
      }
      if isHarmless(scalar) {
        text.append(contentsOf: bytes.prefix(length))
      } else {
        text.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".utf8)
      }
      return length
    }
    return 1
  }

  private static func appendHex(_ byte: UInt8, to text: inout [UInt8]) {
    let digits = String(byte, radix: 16, uppercase: true)
    text.append(contentsOf: "\\x\(byte < 16 ? "0" : "")\(digits)".utf8)
  }

  /// The first scalar and its length; nil for broken UTF-8.
  private static func decode(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>
  ) -> (Unicode.Scalar, Int)? {
    var iterator = bytes.prefix(4).makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
    return (scalar, UTF8.width(scalar))
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: scalar.properties.isDefaultIgnorableCodePoint == false
    }
  }
}
