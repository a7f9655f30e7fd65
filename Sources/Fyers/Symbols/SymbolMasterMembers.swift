import WireText

/// The members of a JSON master, one after the other, so that never the whole is held as values: a
/// day's derivatives have 80 MB.
struct SymbolMasterMembers {
  /// A member whose value is an object.
  struct Member {
    let name: String
    let value: JSONObject
    /// Where its name begins.
    let offset: Int
  }

  private let bytes: [UInt8]
  private var offset: Int
  private var hasBegun = false
  private var isOver = false

  /// The members of the object that begins somewhere.
  init(_ bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    offset = start
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// The line of an offset, from 1.
  func line(of offset: Int) -> Int {
    bytes[..<min(offset, bytes.count)].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
  }

  /// The next member; nil at the end.
  mutating func next() throws(SymbolMasterFlaw) -> Member? {
    guard !isOver else { return nil }
    if !hasBegun {
      try take("{", "'{'")
      hasBegun = true
      if current == UInt8(ascii: "}") { return try end() }
    } else if current == UInt8(ascii: ",") {
      offset += 1
    } else {
      return try end()
    }
    guard current == UInt8(ascii: "\"") else { throw flaw("a symbol in quotes") }
    let start = offset
    let name = try value(endingBehind: try endOfText(from: offset)).string ?? ""
    try take(":", "':'")
    guard current == UInt8(ascii: "{") else {
      throw flaw("an object for \(Redactor.cleaned(name))")
    }
    let value = try value(endingBehind: try endOfObject())
    return Member(name: name, value: value.object ?? [:], offset: start)
  }

  private mutating func end() throws(SymbolMasterFlaw) -> Member? {
    try take("}", "',' or '}'")
    isOver = true
    if current != nil { throw flaw("the end") }
    return nil
  }

  /// The byte at which the next text begins, blanks skipped; nil at the end.
  private var current: UInt8? {
    mutating get {
      while offset < bytes.count, Self.isBlank(bytes[offset]) { offset += 1 }
      return offset < bytes.count ? bytes[offset] : nil
    }
  }

  private mutating func take(_ byte: Unicode.Scalar, _ expected: String) throws(SymbolMasterFlaw) {
    guard current == UInt8(ascii: byte) else { throw flaw(expected) }
    offset += 1
  }

  private func flaw(_ expected: String) -> SymbolMasterFlaw {
    SymbolMasterFlaw(
      line: line(of: offset),
      sentence: "expected \(expected)" + (offset < bytes.count ? "" : ", the file ends there"))
  }

  /// Reads the value from here to an end, and goes behind it.
  private mutating func value(endingBehind end: Int) throws(SymbolMasterFlaw) -> JSONValue {
    let start = offset
    do throws(JSONFault) {
      let value = try BrokerJSON.reply(Array(bytes[start..<end]))
      offset = end
      return value
    } catch {
      offset = start + error.offset
      throw flaw(error.expected)
    }
  }

  /// Behind the closing quote of the text that begins somewhere.
  private func endOfText(from start: Int) throws(SymbolMasterFlaw) -> Int {
    var place = start + 1
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\"") { return place + 1 }
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    throw SymbolMasterFlaw(line: line(of: start), sentence: "expected an end of the text, was none")
  }

  /// Behind the brace that closes the object that begins here.
  private func endOfObject() throws(SymbolMasterFlaw) -> Int {
    var depth = 0
    var place = offset
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        place = try endOfText(from: place)
        continue
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return place + 1 }
      default: break
      }
      place += 1
    }
    throw SymbolMasterFlaw(
      line: line(of: offset), sentence: "expected an end of the object, was none")
  }
}
