/// The part of an address behind its `?`, in the form of `application/x-www-form-urlencoded`.
public enum QueryText {
  /// Why a text is none.
  public enum Fault: Error, Equatable, Sendable {
    /// A `%` without two hexadecimal digits behind it.
    case escape
    /// The bytes are no UTF-8.
    case encoding
  }

  /// Names and values, still escaped, in their order; nil for a name without `=`.
  public static func pairs(
    _ text: some StringProtocol
  ) -> [(name: Substring, value: Substring?)] {
    String(text).split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (parts[0], parts.count > 1 ? parts[1] : nil)
    }
  }

  /// A name or value as it was meant.
  ///
  /// - Parameter text: The escaped text.
  /// - Returns: The text.
  /// - Throws: ``Fault``.
  public static func unescaped(_ text: Substring) throws(Fault) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(HexDigit.value),
          let low = rest.popFirst().flatMap(HexDigit.value)
        else { throw .escape }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    guard let result = String(validating: bytes, as: UTF8.self) else { throw .encoding }
    return result
  }

  /// A name or value as it is written: a blank becomes `+`, and everything but letters, digits and
  /// `_.-~` is escaped.
  public static func escaped(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "~"):
        result.append(byte)
      case UInt8(ascii: " "): result.append(UInt8(ascii: "+"))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%\(digits.count == 1 ? "0" : "")\(digits)".utf8
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
