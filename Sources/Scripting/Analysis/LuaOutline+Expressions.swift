extension LuaOutline {
  /// A name or a parenthesis with what follows it.
  struct Suffixed {
    /// The use of the name at its start; nil for a parenthesis.
    var use: Int?
    var suffixCount = 0
    /// Whether the last suffix is a call.
    var isCall = false
  }

  mutating func expressions() throws(Unreadable) {
    repeat { try expression() } while take(",")
  }

  /// Operands with operators between them; their precedence does not matter here.
  mutating func expression() throws(Unreadable) {
    try nested { (outline) throws(Unreadable) in
      repeat {
        while outline.takeOne(of: ["-", "not", "#", "~"]) {}
        try outline.operand()
      } while outline.takeOne(of: Self.binaryOperators)
    }
  }

  private static let binaryOperators = [
    "+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or", "&",
    "|", "~", "<<", ">>",
  ]

  private mutating func takeOne(of texts: [String]) -> Bool {
    guard place < source.tokens.count else { return false }
    let token = source.tokens[place]
    guard token.kind == .symbol || token.kind == .keyword else { return false }
    let isThere = texts.contains { source.bytes[token.range].elementsEqual($0.utf8) }
    if isThere { place += 1 }
    return isThere
  }

  private mutating func operand() throws(Unreadable) {
    guard place < source.tokens.count else { throw Unreadable() }
    switch source.tokens[place].kind {
    case .number, .string:
      place += 1
    default:
      if takeOne(of: ["nil", "true", "false", "..."]) { return }
      if at("{") { return try table() }
      if at("function") {
        let keyword = place
        place += 1
        return try functionBody(keyword: keyword, isMethod: false)
      }
      _ = try suffixed()
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
    guard place < source.tokens.count else { return nil }
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
      try arguments()
      suffix = .call
    } else {
      return nil
    }
    guard let use = result.use else { return suffix }
    if result.suffixCount == 0, suffix == .field {
      change(use, to: .field(token: start + 1, isAssigned: false, next: nil))
    } else if result.suffixCount == 1, case .field(let token, _, nil) = uses[use].role {
      change(use, to: .field(token: token, isAssigned: false, next: suffix))
    }
    return suffix
  }

  private mutating func arguments() throws(Unreadable) {
    if at("{") { return try table() }
    if place < source.tokens.count, source.tokens[place].kind == .string {
      place += 1
      return
    }
    try expect("(")
    if take(")") { return }
    try expressions()
    try expect(")")
  }

  private mutating func table() throws(Unreadable) {
    try expect("{")
    try nested { (outline) throws(Unreadable) in
      while !outline.at("}") {
        if outline.take("[") {
          try outline.expression()
          try outline.expect("]")
          try outline.expect("=")
        } else if outline.source.name(outline.place) != nil,
          outline.source.isToken(outline.place + 1, "=")
        {
          outline.place += 2
        }
        try outline.expression()
        guard outline.take(",") || outline.take(";") else { break }
      }
    }
    try expect("}")
  }

  /// Parameters and body of a function, up to its `end`.
  mutating func functionBody(keyword: Int, isMethod: Bool) throws(Unreadable) {
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
    try inScope { (outline) throws(Unreadable) in
      if isMethod { outline.declare("self") }
      let parameters = parameterTokens.map {
        outline.declare(outline.source.text(outline.source.tokens[$0]))
      }
      outline.add(
        Function(
          keyword: keyword, parameterTokens: parameterTokens, parameters: parameters,
          isVariadic: takesMore))
      try outline.block()
    }
    try expect("end")
  }
}
