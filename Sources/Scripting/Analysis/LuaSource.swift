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
    guard tokens.indices.contains(index), tokens[index].kind != .string else { return false }
    return bytes[tokens[index].range].elementsEqual(text.utf8)
  }

  /// The name at a place; nil when another kind of token stands there.
  func name(_ index: Int) -> String? {
    guard tokens.indices.contains(index), tokens[index].kind == .name else { return nil }
    return text(tokens[index])
  }
}
