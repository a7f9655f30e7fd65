/// The part of a request's target behind the `?`.
enum QueryText {
  /// The names and values, decoded, in their order.
  ///
  /// - Parameter text: The query; nil or empty when there is none.
  /// - Returns: Names and values.
  /// - Throws: ``ApiFailure`` when an escape is broken or the bytes are no UTF-8.
  static func items(_ text: Substring?) throws(ApiFailure) -> [(name: String, value: String)] {
    guard let text, !text.isEmpty else { return [] }
    var items: [(name: String, value: String)] = []
    for pair in text.split(separator: "&", omittingEmptySubsequences: true) {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      items.append((try decoded(parts[0]), parts.count > 1 ? try decoded(parts[1]) : ""))
    }
    return items
  }

  private static func decoded(_ text: Substring) throws(ApiFailure) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = hex(rest.popFirst()), let low = hex(rest.popFirst()) else {
          throw .malformed("query: expected two hexadecimal digits behind '%'")
        }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
      throw .malformed("query: expected UTF-8")
    }
    return decoded
  }

  private static func hex(_ byte: UInt8?) -> UInt8? {
    guard let byte, byte < 0x80 else { return nil }
    return Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
  }
}
