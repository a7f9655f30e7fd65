/// A market order that a script asks for without looking at what comes of it.
///
/// `buy(symbol, qty)` as a statement of its own, on one line, becomes `buy_at_line(12, symbol, qty)`:
/// a function that makes no order table, and need not ask Lua where it was called.
enum OrderStatement: String, CaseIterable {
  case buy
  case sell
  case close

  /// The function's name in the rewritten text.
  var name: String { "\(rawValue)_at_line" }

  /// One such statement of a source.
  struct Call {
    let statement: OrderStatement
    let edit: SourceEdit
  }

  /// The statements of a source; none of a verb that may mean something else.
  static func calls(in outline: LuaOutline) -> [Call] {
    let source = outline.source
    let isTaken = source.tokens.contains { token in
      token.kind == .name && allCases.contains { $0.name == source.text(token) }
    }
    guard !isTaken else { return [] }
    return allCases.flatMap { statement -> [Call] in
      let uses = outline.uses.filter {
        $0.variable == nil && source.name($0.token) == statement.rawValue
      }
      guard uses.allSatisfy({ $0.role != .assigned }) else { return [] }
      return uses.compactMap { use in
        edit(source, at: use.token, statement).map { Call(statement: statement, edit: $0) }
      }
    }
  }

  private static func edit(
    _ source: LuaSource, at token: Int, _ statement: OrderStatement
  ) -> SourceEdit? {
    guard source.beginsStatement(token), let close = source.closingParenthesis(of: token + 1),
      close > token + 2
    else { return nil }
    // Over several lines it depends on Lua's release which of them is that of the call.
    let line = source.tokens[token].line
    guard source.tokens[close].line == line else { return nil }
    let next = close + 1
    if next < source.tokens.count {
      guard source.tokens[next].kind != .string,
        !["(", "{", "[", ".", ":", "=", ","].contains(where: { source.isToken(next, $0) })
      else { return nil }
    }
    let range =
      source.tokens[token].range.lowerBound..<source.tokens[token + 1].range.upperBound
    return SourceEdit(range: range, text: "\(statement.name)(\(line), ")
  }
}
