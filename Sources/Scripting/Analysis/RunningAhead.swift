/// Tells whether a script may run through ticks ahead of other scripts of its session.
enum RunningAhead {
  /// What makes the turn of a script matter: lines and pictures come in the order of ticks, timers end
  /// a stretch of ticks for all, and behind these tables any of them may be reached.
  private static let inTurn: Set<String> = [
    "print", "log", "alert", "plot", "mark", "at", "every", "after", "require", "_G", "_ENV",
  ]

  /// Whether nothing in the text of a script asks for its turn.
  static func isHarmless(_ outline: LuaOutline?) -> Bool {
    guard let outline else { return false }
    return !outline.uses.contains { use in
      use.variable == nil && inTurn.contains(outline.source.text(outline.source.tokens[use.token]))
    }
  }
}
