/// A script's text, read once for all who look at it.
struct ScriptReading {
  /// The tokens; nil when they are no Lua.
  let source: LuaSource?
  /// Who names what; nil when the text is no Lua.
  let outline: LuaOutline?

  /// Reads a text.
  init(_ text: [UInt8]) {
    source = LuaSource(text)
    outline = source.flatMap { LuaOutline($0) }
  }
}
