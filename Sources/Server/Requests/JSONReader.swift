/// Reads JSON text strictly by RFC 8259 and keeps the digits of its numbers.
///
/// The text is untrusted: nesting is limited, a name that occurs twice is refused, bytes that are no
/// UTF-8 are refused, and nothing traps.
struct JSONReader {
  /// The deepest nesting read.
  static let maximumDepth = 32

  private let bytes: [UInt8]
  private var offset = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a whole text.
  ///
  /// - Parameter bytes: UTF-8 without byte order mark.
  /// - Returns: The value.
  /// - Throws: ``JSONFault`` when the bytes are not exactly one value.
  static func read(_ bytes: [UInt8]) throws(JSONFault) -> JSONNode {
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.offset == bytes.count else { throw reader.fault("the end") }
    return value
  }

  private func fault(_ expected: String) -> JSONFault {
    JSONFault(offset: offset, expected: expected)
  }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard bytes[offset...].starts(with: word.utf8) else { return false }
    offset += word.utf8.count
    return true
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONNode {
    skipBlanks()
    switch current {
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try text())
    case UInt8(ascii: "t") where take(word: "true"): return .bool(true)
    case UInt8(ascii: "f") where take(word: "false"): return .bool(false)
    case UInt8(ascii: "n") where take(word: "null"): return .null
    case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?:
      return .number(try number())
    default: throw fault("a value")
    }
  }

  private mutating func descend(to depth: Int) throws(JSONFault) {
    guard depth <= Self.maximumDepth else {
      throw fault("at most \(Self.maximumDepth) levels")
    }
    offset += 1
    skipBlanks()
  }

  private mutating func array(depth: Int) throws(JSONFault) -> [JSONNode] {
    try descend(to: depth)
    var values: [JSONNode] = []
    if take("]") { return values }
    while true {
      values.append(try value(depth: depth))
      skipBlanks()
      if take("]") { return values }
      guard take(",") else { throw fault("',' or ']'") }
    }
  }

  private mutating func object(depth: Int) throws(JSONFault) -> [JSONNode.Member] {
    try descend(to: depth)
    var members: [JSONNode.Member] = []
    var keys: Set<String> = []
    if take("}") { return members }
    while true {
      skipBlanks()
      guard current == UInt8(ascii: "\"") else { throw fault("a name") }
      let start = offset
      let key = try text()
      guard keys.insert(key).inserted else {
        offset = start
        throw fault("each name once")
      }
      skipBlanks()
      guard take(":") else { throw fault("':'") }
      members.append(JSONNode.Member(key: key, value: try value(depth: depth)))
      skipBlanks()
      if take("}") { return members }
      guard take(",") else { throw fault("',' or '}'") }
    }
  }
}

// MARK: - Numbers and texts

extension JSONReader {
  private mutating func number() throws(JSONFault) -> String {
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

  private mutating func text() throws(JSONFault) -> String {
    let start = offset
    offset += 1
    var result: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        guard let text = String(validating: result, as: UTF8.self) else {
          offset = start
          throw fault("text in UTF-8")
        }
        return text
      case UInt8(ascii: "\\"):
        offset += 1
        try escape(into: &result)
      case 0x00..<0x20:
        throw fault("an escaped control character")
      default:
        offset += 1
        result.append(byte)
      }
    }
    throw fault("'\"'")
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
    case UInt8(ascii: "u"):
      var units = [try hexUnit()]
      if UTF16.isLeadSurrogate(units[0]), take(word: "\\u") { units.append(try hexUnit()) }
      guard let text = String(validating: units, as: UTF16.self) else {
        throw fault("a whole surrogate pair")
      }
      result += Array(text.utf8)
    default:
      offset -= 1
      throw fault("a known escape")
    }
  }

  private mutating func hexUnit() throws(JSONFault) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = current, byte < 0x80,
        let digit = Character(Unicode.Scalar(byte)).hexDigitValue
      else { throw fault("four hexadecimal digits") }
      unit = unit << 4 | UInt16(digit)
      offset += 1
    }
    return unit
  }
}
