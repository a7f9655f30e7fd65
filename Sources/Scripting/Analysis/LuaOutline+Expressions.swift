extension LuaOutline {
  /// A name or a parenthesis with what follows it.
  struct Suffixed {
    /// The use of the name at its start; nil for a parenthesis.
    var use: Int?
    var suffixCount = 0
    /// Whether the last suffix is a call.
    var isCall = false
    /// The last suffix in ``calls``, when it is there.
    var call: Int?
  }

  @discardableResult
  mutating func expressions() throws(Unreadable) -> [Value] {
    var values: [Value] = []
    repeat { values.append(try expression()) } while take(",")
    return values
  }

  /// Operands with operators between them; their precedence does not matter here.
  @discardableResult
  mutating func expression() throws(Unreadable) -> Value {
    var value = Value.other
    var isAlone = true
    try nested { (outline) throws(Unreadable) in
      while true {
        while outline.takeOne(of: Self.unaryOperators) { isAlone = false }
        value = try outline.operand()
        guard outline.takeOne(of: Self.binaryOperators) else { return }
        isAlone = false
      }
    }
    return isAlone ? value : .other
  }

  private static let binaryOperators: Set = [
    "+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or", "&",
    "|", "~", "<<", ">>",
  ]
  private static let unaryOperators: Set = ["-", "not", "#", "~"]
  private static let constants: Set = ["nil", "true", "false", "..."]

  private mutating func takeOne(of texts: Set<String>) -> Bool {
    guard place < source.tokens.count else { return false }
    let token = source.tokens[place]
    guard token.kind == .symbol || token.kind == .keyword, texts.contains(source.text(token)) else {
      return false
    }
    place += 1
    return true
  }

  private mutating func operand() throws(Unreadable) -> Value {
    guard place < source.tokens.count else { throw Unreadable() }
    switch source.tokens[place].kind {
    case .number:
      place += 1
      return .other
    case .string:
      place += 1
      return .text(token: place - 1)
    default:
      if source.tokens[place].kind == .name {
        return try suffixed().call.map { .call($0) } ?? .other
      }
      if takeOne(of: Self.constants) { return .other }
      if at("{") { return try table() }
      if at("function") {
        let keyword = place
        place += 1
        return .function(try functionBody(keyword: keyword, isMethod: false))
      }
      return try suffixed().call.map { .call($0) } ?? .other
    }
  }

  mutating func suffixed() throws(Unreadable) -> Suffixed {
    var result = Suffixed()
    if take("(") {
      try expression()
      try expect(")")
    } else {
      result.use = use(try name(), .value)
    }
    while true {
      guard let suffix = try suffix(&result) else { return result }
      result.suffixCount += 1
      result.isCall = suffix == .call || suffix == .method
    }
  }

  /// Takes one suffix, if there is one, and notes what it says of the name at the start.
  private mutating func suffix(
    _ result: inout Suffixed
  ) throws(Unreadable) -> NameUse.Suffix? {
    guard place < source.tokens.count,
      source.tokens[place].kind == .symbol || source.tokens[place].kind == .string
    else { return nil }
    let start = place
    let suffix: NameUse.Suffix
    if take(".") {
      _ = try name()
      suffix = .field
    } else if take("[") {
      try expression()
      try expect("]")
      suffix = .index
    } else if take(":") {
      _ = try name()
      guard at("(") || at("{") || source.tokens.indices.contains(place) else { throw Unreadable() }
      try arguments()
      suffix = .method
    } else if at("(") || at("{") || source.tokens[place].kind == .string {
      let values = try arguments()
      note(values, of: &result)
      return .call
    } else {
      return nil
    }
    if let call = result.call, suffix == .field { calls[call].field = start + 1 }
    result.call = nil
    guard let use = result.use else { return suffix }
    if result.suffixCount == 0, suffix == .field {
      change(use, to: .field(token: start + 1, isAssigned: false, next: nil))
    } else if result.suffixCount == 1, case .field(let token, _, nil) = uses[use].role {
      change(use, to: .field(token: token, isAssigned: false, next: suffix))
    }
    return suffix
  }

  /// Notes a call with its arguments, and what it says of the name at the start.
  private mutating func note(_ arguments: [Value], of result: inout Suffixed) {
    result.call = nil
    guard let use = result.use else { return }
    var member: Int?
    if result.suffixCount == 1, case .field(let token, _, nil) = uses[use].role {
      change(use, to: .field(token: token, isAssigned: false, next: .call))
      member = token
    } else if result.suffixCount > 0 {
      return
    }
    calls.append(Call(use: use, member: member, arguments: arguments))
    result.call = calls.count - 1
  }

  @discardableResult
  private mutating func arguments() throws(Unreadable) -> [Value] {
    if at("{") { return [try table()] }
    if place < source.tokens.count, source.tokens[place].kind == .string {
      place += 1
      return [.text(token: place - 1)]
    }
    try expect("(")
    if take(")") { return [] }
    let values = try expressions()
    try expect(")")
    return values
  }

  private mutating func table() throws(Unreadable) -> Value {
    try expect("{")
    var fields: [Table.Field] = []
    try nested { (outline) throws(Unreadable) in
      while !outline.at("}") {
        var key = Table.Key.place
        if outline.take("[") {
          key = try outline.expression().token.map { .text(token: $0) } ?? .other
          try outline.expect("]")
          try outline.expect("=")
        } else if outline.source.name(outline.place) != nil,
          outline.source.isToken(outline.place + 1, "=")
        {
          key = .name(token: outline.place)
          outline.place += 2
        }
        fields.append(Table.Field(key: key, value: try outline.expression()))
        guard outline.take(",") || outline.take(";") else { break }
      }
    }
    try expect("}")
    tables.append(Table(fields: fields))
    return .table(tables.count - 1)
  }

  /// Parameters and body of a function, up to its `end`; its place in ``functions``.
  @discardableResult
  mutating func functionBody(keyword: Int, isMethod: Bool) throws(Unreadable) -> Int {
    try expect("(")
    var tokens: [Int] = []
    var isVariadic = false
    if !at(")") {
      repeat {
        if take("...") {
          isVariadic = true
          break
        }
        tokens.append(try name())
      } while take(",")
    }
    try expect(")")
    let parameterTokens = tokens
    let takesMore = isVariadic
    var index = 0
    try inScope { (outline) throws(Unreadable) in
      if isMethod { outline.declare("self") }
      let parameters = parameterTokens.map {
        outline.declare(outline.source.text(outline.source.tokens[$0]))
      }
      index = outline.add(
        Function(
          keyword: keyword, parameterTokens: parameterTokens, parameters: parameters,
          isVariadic: takesMore))
      try outline.block()
    }
    try expect("end")
    close(index, at: place - 1)
    return index
  }
}
