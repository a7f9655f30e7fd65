/// Reads JSON text and keeps the digits of its numbers.
///
/// The text is untrusted: nesting is limited, what is no JSON is a fault with its place, and nothing
/// traps. By itself the reader is strict (RFC 8259); what else it takes, its ``Rules`` say.
public struct JSONReader {
  let bytes: [UInt8]
  let rules: Rules
  var offset = 0

  private init(_ bytes: [UInt8], _ rules: Rules) {
    self.bytes = bytes
    self.rules = rules
  }

  /// Reads a whole text.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - rules: What is taken; without more, nothing but strict JSON.
  /// - Returns: The value.
  /// - Throws: ``JSONFault`` when the bytes are not exactly one value.
  public static func read(_ bytes: [UInt8], _ rules: Rules = Rules()) throws(JSONFault) -> JSONValue
  {
    var reader = JSONReader(bytes, rules)
    if rules.skipsByteOrderMark, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.offset = 3 }
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.offset == bytes.count else { throw reader.fault("the end", .trailingText) }
    return value
  }

  func fault(_ expected: String, _ cause: JSONFault.Cause? = nil) -> JSONFault {
    let isEnd = offset >= bytes.count
    return JSONFault(
      offset: offset, expected: expected, cause: cause ?? (isEnd ? .unexpectedEnd : .unexpectedText)
    )
  }

  var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  mutating func take(word: String) -> Bool {
    guard bytes[offset...].starts(with: word.utf8) else { return false }
    offset += word.utf8.count
    return true
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    skipBlanks()
    switch current {
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try text())
    case UInt8(ascii: "t") where take(word: "true"): return .bool(true)
    case UInt8(ascii: "f") where take(word: "false"): return .bool(false)
    case UInt8(ascii: "n") where take(word: "null"): return .null
    case UInt8(ascii: "N"), UInt8(ascii: "I"), UInt8(ascii: "-"):
      if let value = nonNumber() { return value }
      guard current == UInt8(ascii: "-") else { throw fault("a value") }
      return .number(try number())
    case (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return .number(try number())
    default: throw fault("a value")
    }
  }

  private mutating func descend(to depth: Int) throws(JSONFault) {
    guard depth <= rules.maximumDepth else {
      throw fault("at most \(rules.maximumDepth) levels", .tooDeep)
    }
    offset += 1
    skipBlanks()
  }

  private mutating func array(depth: Int) throws(JSONFault) -> [JSONValue] {
    try descend(to: depth)
    var values: [JSONValue] = []
    if take("]") { return values }
    while true {
      values.append(try value(depth: depth))
      skipBlanks()
      if take("]") { return values }
      guard take(",") else { throw fault("',' or ']'") }
    }
  }

  private mutating func object(depth: Int) throws(JSONFault) -> JSONObject {
    try descend(to: depth)
    var object: JSONObject = [:]
    var places: [[UInt8]: Int] = [:]
    if take("}") { return object }
    while true {
      skipBlanks()
      if rules.takesTrailingComma, !object.members.isEmpty, take("}") { return object }
      guard current == UInt8(ascii: "\"") else { throw fault("a name") }
      let start = offset
      let key = try text()
      let place = places[Array(key.utf8)]
      if place != nil, rules.repeatedName == .refused {
        offset = start
        throw fault("each name once")
      }
      skipBlanks()
      guard take(":") else { throw fault("':'") }
      let value = try value(depth: depth)
      if let place {
        if rules.repeatedName == .lastCounts { object.members[place].value = value }
      } else {
        places[Array(key.utf8)] = object.members.count
        object.append(key, value)
      }
      skipBlanks()
      if take("}") { return object }
      guard take(",") else { throw fault("',' or '}'") }
    }
  }
}

extension JSONReader {
  /// What is taken beyond strict JSON; without more, nothing.
  public struct Rules: Sendable {
    /// What a name that occurs twice in one object means.
    public enum RepeatedName: Sendable {
      /// The text is refused.
      case refused
      /// The first value counts.
      case firstCounts
      /// The last value counts, in the place of the first.
      case lastCounts
    }

    /// What `NaN`, `Infinity` and `-Infinity` are, which some servers write for numbers they lack.
    public enum NonNumber: Sendable {
      /// No JSON.
      case refused
      /// `null`.
      case null
      /// A number, with this word for its digits.
      case number
    }

    /// The deepest nesting of lists and objects.
    public var maximumDepth: Int
    /// What a name that occurs twice means.
    public var repeatedName = RepeatedName.refused
    /// What `NaN` and its like are.
    public var nonNumber = NonNumber.refused
    /// Whether U+FFFD stands for what is no UTF-8 and for half a surrogate pair; otherwise the text is
    /// refused.
    public var replacesBrokenText = false
    /// Whether a byte order mark may come first.
    public var skipsByteOrderMark = false
    /// Whether a comma may follow the last member of an object.
    public var takesTrailingComma = false

    /// Strict rules.
    public init(maximumDepth: Int = 32) { self.maximumDepth = maximumDepth }
  }
}

/// Why bytes are no JSON text.
public struct JSONFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of fault it is.
  public enum Cause: Sendable {
    /// Something else stood there.
    case unexpectedText
    /// The text ends too early.
    case unexpectedEnd
    /// Lists and objects are nested too deep.
    case tooDeep
    /// Something follows the value.
    case trailingText
  }

  /// Where reading stopped, in bytes from 0.
  public let offset: Int
  /// What was expected there.
  public let expected: String
  /// What kind of fault it is.
  public let cause: Cause

  /// The sentence for people; it holds nothing of the text.
  public var description: String { "JSON at byte \(offset): expected \(expected)" }
}
