/// A script's text with the fields of `on_tick`'s tick as plain parameters.
///
/// `function on_tick(tick)` whose parameter is only ever read as `tick.FIELD` becomes
/// `function on_tick(tick_ltp, …)`, and `tick.ltp` becomes `tick_ltp` on the same line: the
/// bridge then passes the fields as plain values, which costs half of an object. Likewise
/// `position(s).qty` becomes `position_qty(s)`, a function that makes no table, and `buy(s, 1)` as a
/// statement `buy_at_line(12, s, 1)`. Whenever there is doubt that the script would behave the same,
/// there is no rewriting.
struct TickRewriting: Equatable {
  /// The rewritten text; its lines are those of the script.
  let text: [UInt8]
  /// The fields, in the order of the parameters.
  let fields: [TickField]

  /// The name of the tick in the script: `t`, whose field `bid` the text calls `t_bid`.
  let name: String

  /// The facts of positions that have a function of their own in the text.
  let facts: [PositionFact]

  /// The orders that have a function of their own in the text.
  let statements: [OrderStatement]

  /// The most bytes that the bridge takes of ``name``.
  private static let nameSizeAtMost = 60

  /// Rewrites a script; nil when there is any doubt.
  init?(_ bytes: [UInt8]) {
    guard let outline = LuaOutline(bytes) else { return nil }
    self.init(outline)
  }

  /// Rewrites a script that has been read; nil when there is any doubt.
  init?(_ outline: LuaOutline) {
    guard Self.isClear(outline), let function = Self.handler(in: outline) else { return nil }
    let source = outline.source
    let bytes = source.bytes
    let positions = PositionFact.reads(in: outline)
    facts = PositionFact.allCases.filter { fact in positions.contains { $0.fact == fact } }
    let orders = OrderStatement.calls(in: outline)
    statements = OrderStatement.allCases.filter { verb in orders.contains { $0.statement == verb } }
    var edits = positions.flatMap(\.edits) + orders.map(\.edit)
    guard let parameter = function.parameters.first else {
      self.text = Self.apply(edits, to: bytes)
      self.fields = []
      self.name = ""
      return
    }
    let word = source.text(source.tokens[function.parameterTokens[0]])
    guard word.utf8.count <= Self.nameSizeAtMost else { return nil }
    var fields: [TickField] = []
    guard !Self.mayDivideByZero(where: parameter, isReadIn: outline) else { return nil }
    for use in outline.uses where use.variable == parameter {
      guard case .field(let token, isAssigned: false, let next) = use.role,
        let field = TickField.allCases.first(where: { $0.name == source.name(token) }),
        next == nil || (next == .method && field == .symbol),
        source.tokens[token].line == source.tokens[use.token].line
      else { return nil }
      if !fields.contains(field) { fields.append(field) }
      let range =
        source.tokens[use.token].range.lowerBound..<source.tokens[token].range.upperBound
      edits.append(SourceEdit(range: range, text: "\(word)_\(field.name)"))
    }
    // The new names must be new.
    let taken = Set(source.tokens.lazy.filter { $0.kind == .name }.map { source.text($0) })
    let names = fields.map { "\(word)_\($0.name)" }
    guard names.allSatisfy({ !taken.contains($0) }), !Self.says(names, source) else { return nil }
    self.fields = fields
    self.name = word
    if !names.isEmpty {
      edits.append(
        SourceEdit(
          range: source.tokens[function.parameterTokens[0]].range,
          text: names.joined(separator: ", ")))
    }
    self.text = Self.apply(edits, to: bytes)
  }

  /// Whether a text of the script has one of these names: it might be a message of its own, and those of
  /// Lua are given back the names that the script wrote.
  private static func says(_ names: [String], _ source: LuaSource) -> Bool {
    source.tokens.contains { token in
      token.kind == .string && names.contains { source.text(token).contains($0) }
    }
  }

  /// Whether a function that reads the tick may divide by a whole zero.
  ///
  /// Lua 5.4.4 names the line of another instruction then: the last that could have led out of the
  /// function, as reading a field of an object could, and reading a plain value could not.
  private static func mayDivideByZero(where tick: Int, isReadIn outline: LuaOutline) -> Bool {
    let source = outline.source
    let divisions = source.tokens.indices.filter { index in
      guard source.isToken(index, "%") || source.isToken(index, "//") else { return false }
      guard index + 1 < source.tokens.count, source.tokens[index + 1].kind == .number else {
        return true
      }
      return source.text(source.tokens[index + 1]).allSatisfy { "0xX".contains($0) }
    }
    guard !divisions.isEmpty else { return false }
    let readers = Set(
      outline.uses.lazy.filter { $0.variable == tick }.map { use in
        outline.function(around: use.token)
      })
    return divisions.contains { readers.contains(outline.function(around: $0)) }
  }

  /// Whether nothing but plain names can reach `on_tick`, and only one place does.
  static func isClear(_ outline: LuaOutline) -> Bool {
    let source = outline.source
    var mentions = 0
    for token in source.tokens where token.kind == .name || token.kind == .string {
      let text = source.text(token)
      if token.kind == .string {
        if text.contains("on_tick") { return false }
      } else if text == "on_tick" {
        mentions += 1
      } else if ["_G", "_ENV", "require"].contains(text) {
        return false
      }
    }
    return mentions == 1 && !closesVariables(source)
  }

  /// Whether a variable is closed at the end of its block: what closes it is given an error before its
  /// names are put right.
  private static func closesVariables(_ source: LuaSource) -> Bool {
    source.tokens.indices.contains { index in
      source.isToken(index, "<") && source.isToken(index + 1, "close")
        && source.isToken(index + 2, ">")
    }
  }

  /// The function that becomes the global `on_tick`, with one parameter or none.
  static func handler(in outline: LuaOutline) -> LuaOutline.Function? {
    let source = outline.source
    guard
      let use = outline.uses.first(where: { source.name($0.token) == "on_tick" }),
      use.variable == nil, use.role == .assigned
    else { return nil }
    // `function on_tick(` or `on_tick = function(`; in a list of targets the values may be shifted. What
    // is assigned is the function itself only where its `end` ends the statement.
    let assigned = outline.assignments.first { outline.uses[$0.use].token == use.token }?.value
    guard case .function(let place)? = assigned else { return nil }
    let function = outline.functions[place]
    let isPlain =
      function.keyword == use.token - 1
      || (function.keyword == use.token + 2 && !source.isToken(use.token - 1, ","))
    guard isPlain, !function.isVariadic, function.parameters.count <= 1 else { return nil }
    return function
  }

  /// The source with its edits, which do not overlap.
  private static func apply(_ edits: [SourceEdit], to bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var place = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      text += bytes[place..<edit.range.lowerBound]
      text += Array(edit.text.utf8)
      place = edit.range.upperBound
    }
    text += bytes[place...]
    return text
  }
}

/// How a script takes its ticks.
package enum TickUsage: Equatable, Sendable {
  /// As one fresh object a tick.
  case object
  /// As plain values of these fields, because it reads nothing else of them.
  case positional([TickField])
  /// As one object for all, because it keeps none of them.
  case shared
}

/// The fields of a tick, by the bridge's numbers.
package enum TickField: Int32, Sendable, CaseIterable {
  /// The broker's text.
  case symbol = 0
  /// The number in the session, from 1.
  case seq
  /// Milliseconds since the epoch.
  case time
  /// The last traded price.
  case ltp
  /// The best bid, if there is one.
  case bid
  /// The best ask, if there is one.
  case ask
  /// The day's volume so far.
  case volume
  /// Units at the best bid, when known.
  case bid_qty
  /// Units at the best ask, when known.
  case ask_qty
  /// Open interest, when known.
  case oi
  /// Units of the last trade, when known.
  case ltq
  /// Between bid and ask; the last traded price where one of them is missing.
  case mid

  /// The name scripts use.
  var name: String { "\(self)" }
}
