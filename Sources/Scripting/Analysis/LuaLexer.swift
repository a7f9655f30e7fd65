/// Splits Lua 5.4 source into tokens; comments and blanks are left out.
///
/// Written from the reference manual, §3.1. It is used to look at scripts, never to run them: what
/// it cannot read (an unfinished string, a stray character) it reports as nil, and its users then
/// leave the script as it is.
struct LuaLexer {
  private let source: [UInt8]
  private var place = 0
  private var line = 1

  private static let keywords: Set<String> = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
  ]
  /// Signs that may stand twice, those that may have an equals sign behind them, and all.
  private static let doubled = Set("<>/=:.".utf8)
  private static let compared = Set("~<>=".utf8)
  private static let symbols = Set("+-*/%^#&~|<>=(){}[];:,.".utf8)

  /// The tokens of a source; nil when it is no Lua.
  static func tokens(of source: [UInt8]) -> [LuaToken]? {
    var lexer = LuaLexer(source: source)
    return lexer.run()
  }

  private init(source: [UInt8]) { self.source = source }

  private mutating func run() -> [LuaToken]? {
    var tokens: [LuaToken] = []
    while true {
      guard skipBlanksAndComments() else { return nil }
      guard let first = byte(0) else { return tokens }
      let start = place
      let startLine = line
      let kind: LuaToken.Kind
      switch first {
      case _ where Self.isNameStart(first):
        while let next = byte(0), Self.isNamePart(next) { place += 1 }
        let text = String(decoding: source[start..<place], as: UTF8.self)
        kind = Self.keywords.contains(text) ? .keyword : .name
      case _ where Self.isDigit(first), UInt8(ascii: ".") where byte(1).map(Self.isDigit) ?? false:
        skipNumber()
        kind = .number
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard skipString(closing: first) else { return nil }
        kind = .string
      case UInt8(ascii: "[") where longBracketLevel() != nil:
        guard skipLongBracket() else { return nil }
        kind = .string
      default:
        guard let length = symbolLength() else { return nil }
        place += length
        kind = .symbol
      }
      tokens.append(LuaToken(kind: kind, range: start..<place, line: startLine))
    }
  }

  private func byte(_ offset: Int) -> UInt8? {
    place + offset < source.count ? source[place + offset] : nil
  }

  /// False when a long comment does not end.
  private mutating func skipBlanksAndComments() -> Bool {
    while let next = byte(0) {
      switch next {
      case 0x20, 0x09, 0x0B, 0x0C: place += 1
      case Self.lineFeed, Self.carriageReturn: skipLineBreak()
      case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"):
        place += 2
        if byte(0) == UInt8(ascii: "["), longBracketLevel() != nil {
          guard skipLongBracket() else { return false }
        } else {
          while let other = byte(0), !Self.isLineBreak(other) { place += 1 }
        }
      default: return true
      }
    }
    return true
  }

  /// Lua's ends of lines: a line feed, a carriage return, or one of each in either order.
  private mutating func skipLineBreak() {
    if let first = byte(0), let second = byte(1), Self.isLineBreak(second), first != second {
      place += 1
    }
    place += 1
    line += 1
  }

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private static func isLineBreak(_ byte: UInt8) -> Bool {
    byte == lineFeed || byte == carriageReturn
  }

  /// The number of equals signs of a long bracket that opens here; nil when none does.
  private func longBracketLevel() -> Int? {
    var level = 0
    while byte(1 + level) == UInt8(ascii: "=") { level += 1 }
    return byte(1 + level) == UInt8(ascii: "[") ? level : nil
  }

  private mutating func skipLongBracket() -> Bool {
    guard let level = longBracketLevel() else { return false }
    place += level + 2
    let end = [UInt8(ascii: "]")] + Array(repeating: UInt8(ascii: "="), count: level)
    while let next = byte(0) {
      if Self.isLineBreak(next) {
        skipLineBreak()
        continue
      }
      if next == UInt8(ascii: "]"), source[place...].starts(with: end + [UInt8(ascii: "]")]) {
        place += level + 2
        return true
      }
      place += 1
    }
    return false
  }

  private mutating func skipString(closing quote: UInt8) -> Bool {
    place += 1
    while let next = byte(0) {
      if Self.isLineBreak(next) { return false }
      place += 1
      if next == quote { return true }
      guard next == UInt8(ascii: "\\") else { continue }
      guard let escaped = byte(0) else { return false }
      if Self.isLineBreak(escaped) {
        skipLineBreak()
        continue
      }
      place += 1
      if escaped == UInt8(ascii: "z") { skipBlanks() }
    }
    return false
  }

  private mutating func skipBlanks() {
    while let next = byte(0) {
      if Self.isLineBreak(next) {
        skipLineBreak()
      } else if [0x20, 0x09, 0x0B, 0x0C].contains(next) {
        place += 1
      } else {
        return
      }
    }
  }

  /// Digits, letters, dots, and a sign right after an exponent's letter.
  private mutating func skipNumber() {
    let isHex =
      byte(0) == UInt8(ascii: "0") && (byte(1) == UInt8(ascii: "x") || byte(1) == UInt8(ascii: "X"))
    let exponents: [UInt8] = isHex ? Array("pP".utf8) : Array("eE".utf8)
    if isHex { place += 2 }
    while let next = byte(0), Self.isNamePart(next) || next == UInt8(ascii: ".") {
      place += 1
      if exponents.contains(next), let sign = byte(0),
        sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
      {
        place += 1
      }
    }
  }

  private func symbolLength() -> Int? {
    guard let first = byte(0), Self.symbols.contains(first) else { return nil }
    if byte(1) == first, Self.doubled.contains(first) {
      return first == UInt8(ascii: ".") && byte(2) == first ? 3 : 2
    }
    return byte(1) == UInt8(ascii: "=") && Self.compared.contains(first) ? 2 : 1
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_")
      || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }
}

/// One token of Lua source.
struct LuaToken: Equatable {
  /// What kind of token.
  enum Kind: Equatable {
    case name
    case keyword
    case number
    case string
    case symbol
  }

  /// What kind.
  let kind: Kind
  /// Its bytes in the source.
  let range: Range<Int>
  /// The line it begins on, from 1.
  let line: Int
}
