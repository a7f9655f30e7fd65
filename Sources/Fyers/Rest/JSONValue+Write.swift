public import WireText

extension JSONValue {
  /// The text as Python's `json.dumps` writes it: blanks after `,` and `:`, everything beyond ASCII
  /// escaped; numbers keep their digits.
  ///
  /// The official client writes its bodies so; a server must not care, and ours are then the same
  /// byte for byte.
  public var pythonText: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let digits): text += digits
    case .string(let value): JSONText.append(value, to: &text)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += ", " }
        value.write(to: &text)
      }
      text += "]"
    case .object(let object):
      text += "{"
      for (index, member) in object.members.enumerated() {
        if index > 0 { text += ", " }
        JSONText.append(member.key, to: &text)
        text += ": "
        member.value.write(to: &text)
      }
      text += "}"
    }
  }
}

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
