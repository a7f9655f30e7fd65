/// Bytes of unknown origin made fit to be shown within one line.
enum QuotedText {
  /// Bytes shown before the rest is cut.
  static let limit = 40

  /// The bytes between quotes, control bytes and non-ASCII escaped; `an empty cell` when none.
  static func of(_ bytes: some Collection<UInt8>, whenEmpty empty: String = "an empty cell")
    -> String
  {
    guard !bytes.isEmpty else { return empty }
    var text = "\""
    for byte in bytes.prefix(limit) {
      switch byte {
      case UInt8(ascii: "\""): text += "\\\""
      case UInt8(ascii: "\\"): text += "\\\\"
      case 0x20..<0x7f: text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        text += "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return text + (bytes.count > limit ? "…\"" : "\"")
  }
}
