/// A Lua source with its tokens, and questions about them.
struct LuaSource {
  /// The bytes.
  let bytes: [UInt8]
  /// The tokens, comments left out.
  let tokens: [LuaToken]

  /// Reads a source; nil when it is no Lua.
  init?(_ bytes: [UInt8]) {
    guard let tokens = LuaLexer.tokens(of: bytes) else { return nil }
    self.bytes = bytes
    self.tokens = tokens
  }

  /// The text of a token.
  func text(_ token: LuaToken) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

  /// Whether a token at a place is this keyword, name or symbol.
  func isToken(_ index: Int, _ text: String) -> Bool {
    guard index >= 0, index < tokens.count else { return false }
    let token = tokens[index]
    var place = token.range.lowerBound
    guard token.range.upperBound - place == text.utf8.count, token.kind != .string else {
      return false
    }
    for byte in text.utf8 {
      guard bytes[place] == byte else { return false }
      place += 1
    }
    return true
  }

  /// The name at a place; nil when another kind of token stands there.
  func name(_ index: Int) -> String? {
    guard index >= 0, index < tokens.count, tokens[index].kind == .name else { return nil }
    return text(tokens[index])
  }

  /// The token that closes the parenthesis at a place; nil when none opens there.
  func closingParenthesis(of place: Int) -> Int? {
    guard isToken(place, "(") else { return nil }
    var depth = 0
    for index in place..<tokens.count {
      if isToken(index, "(") { depth += 1 }
      if isToken(index, ")") { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  /// Words and signs after which a statement begins.
  private static let openings: Set<String> = [
    "then", "do", "else", "repeat", "end", ";", ")", "]", "}", "nil", "true", "false", "...",
    "break", "::",
  ]

  /// Whether the name at a place begins a statement rather than stands in one.
  ///
  /// Lua puts no sign between statements, but no expression has a name right behind a value.
  func beginsStatement(_ place: Int) -> Bool {
    guard name(place) != nil else { return false }
    guard place > 0 else { return true }
    let before = tokens[place - 1]
    switch before.kind {
    case .number, .string, .name: return true
    case .keyword, .symbol: return Self.openings.contains(text(before))
    }
  }
}

/// One change of a source text.
struct SourceEdit: Equatable {
  /// The bytes that go.
  let range: Range<Int>
  /// What comes in their place.
  let text: String
}
