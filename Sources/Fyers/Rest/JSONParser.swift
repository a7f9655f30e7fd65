/// Reads JSON text (RFC 8259) and keeps the digits of its numbers.
///
/// The text is untrusted: depth is limited, nothing traps, and what is no JSON is an error with its
/// place. Tolerated beyond the standard: a byte order mark, and `NaN` and `Infinity` as null.
public struct JSONParser {
  /// The deepest nesting read.
  public static let maximumDepth = 64

  private let bytes: [UInt8]
  private var offset = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a whole text.
  ///
  /// - Parameter bytes: UTF-8; broken sequences inside texts are replaced by U+FFFD.
  /// - Returns: The value.
  /// - Throws: ``JSONParseError`` when the bytes are not exactly one value.
  public static func parse(_ bytes: some Sequence<UInt8>) throws(JSONParseError) -> JSONValue {
    var parser = JSONParser(Array(bytes))
    if parser.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.offset = 3 }
    let value = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.offset == parser.bytes.count else { throw parser.failure("the end") }
    return value
  }

  private func failure(_ expected: String) -> JSONParseError {
    JSONParseError(offset: offset, expected: expected)
  }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private mutating func take(_ byte: Character) -> Bool {
    guard let ascii = byte.asciiValue, current == ascii else { return false }
    offset += 1
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count - offset >= count else { return false }
    let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[offset..<(offset + count)]) }
    if matches { offset += count }
    return matches
  }

  private mutating func value(depth: Int) throws(JSONParseError) -> JSONValue {
    guard depth < Self.maximumDepth else { throw failure("at most \(Self.maximumDepth) levels") }
    skipBlanks()
    switch current {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try text())
    case UInt8(ascii: "t") where take(word: "true"): return .bool(true)
    case UInt8(ascii: "f") where take(word: "false"): return .bool(false)
    case UInt8(ascii: "n") where take(word: "null"): return .null
    case UInt8(ascii: "N") where take(word: "NaN"): return .null
    case UInt8(ascii: "I") where take(word: "Infinity"): return .null
    case UInt8(ascii: "-") where take(word: "-Infinity"): return .null
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?:
      return .number(try number())
    default: throw failure("a value")
    }
  }

  private mutating func array(depth: Int) throws(JSONParseError) -> JSONValue {
    offset += 1
    var values: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array(values) }
    while true {
      values.append(try value(depth: depth + 1))
      skipBlanks()
      if take("]") { return .array(values) }
      guard take(",") else { throw failure("',' or ']'") }
    }
  }

  private mutating func object(depth: Int) throws(JSONParseError) -> JSONValue {
    offset += 1
    var object: JSONObject = [:]
    skipBlanks()
    if take("}") { return .object(object) }
    while true {
      skipBlanks()
      guard current == UInt8(ascii: "\"") else { throw failure("a name") }
      let key = try text()
      skipBlanks()
      guard take(":") else { throw failure("':'") }
      object.append(key, try value(depth: depth + 1))
      skipBlanks()
      if take("}") { return .object(object) }
      guard take(",") else { throw failure("',' or '}'") }
    }
  }

  private mutating func number() throws(JSONParseError) -> String {
    let start = offset
    _ = take("-")
    let isLeadingZero = current == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !isLeadingZero || whole == 1 else { throw failure("a number") }
    if take(".") {
      guard digits() > 0 else { throw failure("a digit") }
    }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() > 0 else { throw failure("an exponent") }
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func digits() -> Int {
    let start = offset
    while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
    return offset - start
  }

  private mutating func text() throws(JSONParseError) -> String {
    offset += 1
    var result: [UInt8] = []
    while let byte = current {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &result)
      case 0x00..<0x20: throw failure("an escaped control character")
      default: result.append(byte)
      }
    }
    throw failure("'\"'")
  }

  private mutating func escape(into result: inout [UInt8]) throws(JSONParseError) {
    guard let byte = current else { throw failure("an escape") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      var units = [try hexUnit()]
      if UTF16.isLeadSurrogate(units[0]), take(word: "\\u") { units.append(try hexUnit()) }
      result += Array(String(decoding: units, as: UTF16.self).utf8)
    default: throw failure("a known escape")
    }
  }

  private mutating func hexUnit() throws(JSONParseError) -> UInt16 {
    guard bytes.count - offset >= 4 else { throw failure("four hex digits") }
    var unit: UInt16 = 0
    for byte in bytes[offset..<(offset + 4)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw failure("four hex digits")
      }
      unit = unit << 4 | UInt16(digit)
    }
    offset += 4
    return unit
  }
}
