extension LuaOutline {
  /// Reads statements up to the end of a block.
  mutating func block() throws(Unreadable) {
    while place < source.tokens.count {
      guard source.tokens[place].kind == .keyword else {
        try statement()
        continue
      }
      if at("end") || at("else") || at("elseif") || at("until") { return }
      if take("return") {
        if !(at("end") || at("else") || at("elseif") || at("until") || at(";"))
          && place < source.tokens.count
        {
          try expressions()
        }
        _ = take(";")
        return
      }
      try statement()
    }
  }

  private mutating func statement() throws(Unreadable) {
    // Nearly all statements that are no keyword's begin with a name.
    if source.name(place) != nil { return try expressionStatement() }
    if take(";") || take("break") { return }
    if take("::") {
      _ = try name()
      return try expect("::")
    }
    if take("goto") {
      _ = try name()
      return
    }
    if take("do") { return try closedBlock() }
    if take("while") {
      try expression()
      try expect("do")
      return try closedBlock()
    }
    if take("repeat") { return try repetition() }
    if take("if") { return try choice() }
    if take("for") { return try loop() }
    if at("function") { return try functionStatement() }
    if take("local") { return try localStatement() }
    try expressionStatement()
  }

  private mutating func closedBlock() throws(Unreadable) {
    try inScope { (outline) throws(Unreadable) in try outline.block() }
    try expect("end")
  }

  private mutating func repetition() throws(Unreadable) {
    // The condition sees the locals of the body.
    try inScope { (outline) throws(Unreadable) in
      try outline.block()
      try outline.expect("until")
      try outline.expression()
    }
  }

  private mutating func choice() throws(Unreadable) {
    repeat {
      try expression()
      try expect("then")
      try inScope { (outline) throws(Unreadable) in try outline.block() }
    } while take("elseif")
    if take("else") { try inScope { (outline) throws(Unreadable) in try outline.block() } }
    try expect("end")
  }

  private mutating func loop() throws(Unreadable) {
    var names = [source.text(source.tokens[try name()])]
    while take(",") { names.append(source.text(source.tokens[try name()])) }
    if take("=") {
      guard names.count == 1 else { throw Unreadable() }
    } else {
      try expect("in")
    }
    try expressions()
    try expect("do")
    try inScope { (outline) throws(Unreadable) in
      for name in names { outline.declare(name) }
      try outline.block()
    }
    try expect("end")
  }

  private mutating func functionStatement() throws(Unreadable) {
    let keyword = place
    place += 1
    let base = try name()
    let isPlain = !(at(".") || at(":"))
    let target = use(base, isPlain ? .assigned : .value)
    while take(".") { _ = try name() }
    var isMethod = false
    if take(":") {
      _ = try name()
      isMethod = true
    }
    let function = try functionBody(keyword: keyword, isMethod: isMethod)
    if isPlain { assignments.append(Assignment(use: target, value: .function(function))) }
  }

  private mutating func localStatement() throws(Unreadable) {
    if at("function") {
      let keyword = place
      place += 1
      let variable = declare(source.text(source.tokens[try name()]))
      definitions[variable] = .function(try functionBody(keyword: keyword, isMethod: false))
      return
    }
    var names: [String] = []
    repeat {
      names.append(source.text(source.tokens[try name()]))
      if take("<") {
        _ = try name()
        try expect(">")
      }
    } while take(",")
    // The values do not see the new names yet.
    let values = take("=") ? try expressions() : []
    let variables = names.map { declare($0) }
    if values.isEmpty { bareLocals.formUnion(variables) }
    guard values.count == variables.count else { return }
    for (variable, value) in zip(variables, values) { definitions[variable] = value }
  }

  /// A call, or an assignment to one or more variables.
  private mutating func expressionStatement() throws(Unreadable) {
    var targets = [try suffixed()]
    guard at("=") || at(",") else {
      guard targets[0].isCall else { throw Unreadable() }
      return
    }
    while take(",") { targets.append(try suffixed()) }
    try expect("=")
    for target in targets {
      guard !target.isCall else { throw Unreadable() }
      guard let use = target.use else { continue }
      switch uses[use].role {
      case .value where target.suffixCount == 0: change(use, to: .assigned)
      case .field(let token, _, nil) where target.suffixCount == 1:
        change(use, to: .field(token: token, isAssigned: true, next: nil))
      default: break
      }
    }
    let values = try expressions()
    guard values.count == targets.count else { return }
    for (target, value) in zip(targets, values) where target.suffixCount == 0 {
      if let use = target.use { assignments.append(Assignment(use: use, value: value)) }
    }
  }
}
