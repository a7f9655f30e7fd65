/// Reads JSON text with bounded depth; errors are thrown, nothing traps.
///
/// The grammar is the one of Python's reader, which is what the recorded messages went through:
/// `NaN`, `Infinity` and `-Infinity` are numbers there, and control characters in strings are not
/// allowed.
public struct WireJSONParser {
  /// How deep lists and objects may nest.
  public static let maximumDepth = 64

  private let bytes: [UInt8]
  private var offset = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value the whole text is.
  public static func parse(_ text: some StringProtocol) throws(WireJSONError) -> WireJSON {
    try parse(bytes: Array(text.utf8))
  }

  /// The value the whole text is, as UTF-8; bytes that are not UTF-8 become replacement characters.
  public static func parse(bytes: [UInt8]) throws(WireJSONError) -> WireJSON {
    var parser = WireJSONParser(bytes)
    parser.skipBlanks()
    let value = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.offset == bytes.count else { throw parser.failure(.trailingText) }
    return value
  }

  private func failure(_ reason: WireJSONError.Reason) -> WireJSONError {
    WireJSONError(reason: reason, offset: offset)
  }

  private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private func unexpected() -> WireJSONError {
    failure(current == nil ? .unexpectedEnd : .unexpectedCharacter)
  }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    offset += 1
    return true
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let matches = word.withUTF8Buffer { bytes[offset...].starts(with: $0) }
    if matches { offset += word.utf8CodeUnitCount }
    return matches
  }

  private mutating func value(depth: Int) throws(WireJSONError) -> WireJSON {
    guard depth < Self.maximumDepth else { throw failure(.tooDeep) }
    switch current {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): if take("true") { return .bool(true) }
    case UInt8(ascii: "f"): if take("false") { return .bool(false) }
    case UInt8(ascii: "n"): if take("null") { return .null }
    case UInt8(ascii: "N"): if take("NaN") { return .number("NaN") }
    case UInt8(ascii: "I"): if take("Infinity") { return .number("Infinity") }
    case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): return try number()
    default: break
    }
    throw unexpected()
  }

  private mutating func array(depth: Int) throws(WireJSONError) -> WireJSON {
    offset += 1
    var elements: [WireJSON] = []
    skipBlanks()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      skipBlanks()
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw unexpected() }
    }
  }

  private mutating func object(depth: Int) throws(WireJSONError) -> WireJSON {
    offset += 1
    var members: [WireJSON.Member] = []
    var positions: [[UInt8]: Int] = [:]
    skipBlanks()
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipBlanks()
      guard current == UInt8(ascii: "\"") else { throw unexpected() }
      let key = try string()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw unexpected() }
      skipBlanks()
      let value = try value(depth: depth + 1)
      let name = Array(key.utf8)
      if let position = positions[name] {
        members[position].value = value
      } else {
        positions[name] = members.count
        members.append(WireJSON.Member(key, value))
      }
      skipBlanks()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw unexpected() }
    }
  }

  private mutating func number() throws(WireJSONError) -> WireJSON {
    let start = offset
    if take(UInt8(ascii: "-")), take("Infinity") { return .number("-Infinity") }
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    return .number(String(decoding: bytes[start..<offset], as: UTF8.self))
  }

  private mutating func digits() throws(WireJSONError) {
    let start = offset
    while let byte = current, isDigit(byte) { offset += 1 }
    guard offset > start else { throw unexpected() }
  }

  private mutating func string() throws(WireJSONError) -> String {
    offset += 1
    var text: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        offset += 1
        try escape(into: &text)
      case 0x20...:
        text.append(byte)
        offset += 1
      default: throw unexpected()
      }
    }
    throw unexpected()
  }

  private mutating func escape(into text: inout [UInt8]) throws(WireJSONError) {
    guard let byte = current else { throw unexpected() }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      offset += 1
      try scalar(into: &text)
      return
    default: throw unexpected()
    }
    offset += 1
  }

  /// The scalar of one `\uXXXX`, or of two that are surrogates; a lone surrogate is replaced.
  private mutating func scalar(into text: inout [UInt8]) throws(WireJSONError) {
    let first = try codeUnit()
    var units = [first]
    if UTF16.isLeadSurrogate(first) {
      let mark = offset
      if take("\\u") {
        let second = try codeUnit()
        if UTF16.isTrailSurrogate(second) { units.append(second) } else { offset = mark }
      }
    }
    text += Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private mutating func codeUnit() throws(WireJSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected()
      }
      unit = unit << 4 | UInt16(digit)
      offset += 1
    }
    return unit
  }
}
