/// Tells whether a script may use `state`, so that one which does not pays nothing for it.
enum StateUsage {
  /// Whether the name stands in the source, or a way to reach a global by another name does.
  static func mentionsState(_ source: LuaSource?) -> Bool {
    guard let source else { return true }
    return source.tokens.contains { token in
      switch token.kind {
      case .name, .string: ["state", "_G", "_ENV"].contains { source.text(token).contains($0) }
      default: false
      }
    }
  }
}
