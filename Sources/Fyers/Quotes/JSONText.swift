/// JSON text as Python's default writer makes it.
package enum JSONText {
  private static let hexDigits = Array("0123456789abcdef")

  /// Appends a quoted string; everything beyond ASCII is escaped as UTF-16.
  package static func append(_ value: String, to text: inout String) {
    text += "\""
    for unit in value.utf16 {
      switch unit {
      case 0x22: text += "\\\""
      case 0x5C: text += "\\\\"
      case 0x0A: text += "\\n"
      case 0x0D: text += "\\r"
      case 0x09: text += "\\t"
      case 0x08: text += "\\b"
      case 0x0C: text += "\\f"
      case 0x20...0x7E: text.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: unit)))
      default:
        text += "\\u"
        for shift in [12, 8, 4, 0] as [UInt16] { text.append(hexDigits[Int(unit >> shift & 0xF)]) }
      }
    }
    text += "\""
  }
}
