/// A fact of a position that a rewritten script reads without making the table.
enum PositionFact: String, CaseIterable {
  /// Units held.
  case qty
  /// Whether none are.
  case is_flat
  /// Whether they are a long.
  case is_long
  /// Whether they are a short.
  case is_short

  /// The function's name in the rewritten text.
  var name: String { "position_\(rawValue)" }

  /// One `position(…).fact` of a source.
  struct Read {
    let fact: PositionFact
    let edits: [SourceEdit]
  }

  /// The places that read facts directly; none when `position` may mean something else.
  static func reads(in outline: LuaOutline) -> [Read] {
    let source = outline.source
    let uses = outline.uses.filter {
      $0.variable == nil && source.name($0.token) == "position"
    }
    let isTaken = source.tokens.contains { token in
      token.kind == .name && allCases.contains { $0.name == source.text(token) }
    }
    guard !isTaken, uses.allSatisfy({ $0.role != .assigned }) else { return [] }
    return uses.compactMap { read(source, at: $0.token) }
  }

  /// Operators whose error names the field they were given.
  private static let operators = [
    "+", "-", "*", "/", "//", "%", "^", "..", "&", "|", "~", "<<", ">>", "#",
  ]

  /// Whether no error of Lua's can name the field: of a number only the length, of true or false any
  /// operator but a comparison.
  private func isSafe(in source: LuaSource, from first: Int, to last: Int) -> Bool {
    let mayNotPrecede = self == .qty ? ["#"] : Self.operators
    if mayNotPrecede.contains(where: { source.isToken(first - 1, $0) }) { return false }
    let mayNotFollow = ["(", "{", "[", ".", ":"] + (self == .qty ? [] : Self.operators)
    if mayNotFollow.contains(where: { source.isToken(last + 1, $0) }) { return false }
    // In a parenthesis of its own it is the operand of what stands around.
    guard source.isToken(first - 1, "("), source.isToken(last + 1, ")") else { return true }
    let isCall =
      source.name(first - 2) != nil
      || ["]", ")"].contains { source.isToken(first - 2, $0) }
    return isCall || isSafe(in: source, from: first - 1, to: last + 1)
  }

  private static func read(_ source: LuaSource, at token: Int) -> Read? {
    guard let close = source.closingParenthesis(of: token + 1), source.isToken(close + 1, "."),
      let fact = source.name(close + 2).flatMap(PositionFact.init(rawValue:)),
      source.tokens[token].line == source.tokens[close + 2].line
    else { return nil }
    guard fact.isSafe(in: source, from: token, to: close + 2) else { return nil }
    // A call, an index or an assignment of the fact is left as it is.
    let next = close + 3
    if next < source.tokens.count {
      guard source.tokens[next].kind != .string,
        !["(", "{", "[", ".", ":", "="].contains(where: { source.isToken(next, $0) })
      else { return nil }
      // The first of several targets of an assignment.
      if source.isToken(next, ","), source.beginsStatement(token) { return nil }
    }
    let tail =
      source.tokens[close + 1].range.lowerBound..<source.tokens[close + 2].range.upperBound
    return Read(
      fact: fact,
      edits: [
        SourceEdit(range: source.tokens[token].range, text: fact.name),
        SourceEdit(range: tail, text: ""),
      ])
  }
}
