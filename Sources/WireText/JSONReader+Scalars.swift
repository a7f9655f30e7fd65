extension JSONReader {
  /// The value of `NaN` and its like; nil when there is none here, or when it is no JSON.
  mutating func nonNumber() -> JSONValue? {
    guard rules.nonNumber != .refused else { return nil }
    for word in ["NaN", "Infinity", "-Infinity"] where take(word: word) {
      return rules.nonNumber == .null ? .null : .number(word)
    }
    return nil
  }

  mutating func number() throws(JSONFault) -> String {
    let start = offset
    _ = take("-")
    if !take("0") {
      guard digits() > 0 else { throw fault("a digit") }
    }
    if take(".") {
      guard digits() > 0 else { throw fault("a digit") }
    }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() > 0 else { throw fault("a digit of the exponent") }
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = offset
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      offset += 1
    }
    return offset - start
  }

  mutating func text() throws(JSONFault) -> String {
    let start = offset
    offset += 1
    // Most texts have no escape: then they are made from the bytes as they lie there.
    var plain = offset
    var unescaped: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        let rest = bytes[plain..<offset]
        guard let text = text(of: unescaped.isEmpty ? rest : unescaped[...] + rest) else {
          offset = start
          throw fault("text in UTF-8")
        }
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        unescaped += bytes[plain..<offset]
        offset += 1
        try escape(into: &unescaped)
        plain = offset
      case 0x00..<0x20: throw fault("an escaped control character")
      default: offset += 1
      }
    }
    throw fault("'\"'")
  }

  private func text(of bytes: ArraySlice<UInt8>) -> String? {
    rules.replacesBrokenText
      ? String(decoding: bytes, as: UTF8.self) : String(validating: bytes, as: UTF8.self)
  }

  private mutating func escape(into result: inout [UInt8]) throws(JSONFault) {
    guard let byte = current else { throw fault("an escape") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"): result += Array(try escapedScalar().utf8)
    default:
      offset -= 1
      throw fault("a known escape")
    }
  }

  /// The character of one `\uXXXX`, or of two that are a surrogate pair.
  private mutating func escapedScalar() throws(JSONFault) -> String {
    var units = [try hexUnit()]
    if UTF16.isLeadSurrogate(units[0]) {
      let mark = offset
      if take(word: "\\u") {
        let second = try hexUnit()
        if UTF16.isTrailSurrogate(second) || !rules.replacesBrokenText {
          units.append(second)
        } else {
          // It is a character of its own behind half a pair.
          offset = mark
        }
      }
    }
    if rules.replacesBrokenText { return String(decoding: units, as: UTF16.self) }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw fault("a whole surrogate pair")
    }
    return text
  }

  private mutating func hexUnit() throws(JSONFault) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = HexDigit.value(of: byte) else {
        throw fault("four hexadecimal digits")
      }
      unit = unit << 4 | UInt16(digit)
      offset += 1
    }
    return unit
  }
}

/// The digits of base 16.
enum HexDigit {
  /// What a digit counts; nil when the byte is none.
  static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
