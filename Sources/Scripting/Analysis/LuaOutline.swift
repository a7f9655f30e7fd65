/// Who names what in a Lua source: every use of a variable, with the local it means.
///
/// A parser of the full grammar (reference manual §9) that keeps names, and calls and tables as far as
/// they stand in the text. It is used to
/// look at scripts, never to run them; what it cannot read it reports as nil.
struct LuaOutline {
  /// A function, with its parameters as variables.
  struct Function: Equatable {
    /// The token of the keyword.
    let keyword: Int
    /// The tokens of the parameters.
    let parameterTokens: [Int]
    /// The variables they declare.
    let parameters: [Int]
    /// Whether it takes `...`.
    let isVariadic: Bool
    /// The token of its `end`.
    fileprivate(set) var last = 0
  }

  /// The source.
  let source: LuaSource
  /// All uses, in the order of the text.
  private(set) var uses: [NameUse] = []
  /// All functions, in the order of the text.
  private(set) var functions: [Function] = []
  /// All calls of a name or of a name's field, in the order of their closing parentheses.
  var calls: [Call] = []
  /// All tables written out, in the order of their closing braces.
  var tables: [Table] = []
  /// What a local variable was declared with.
  var definitions: [Int: Value] = [:]
  /// Local variables that were declared without a value.
  var bareLocals: Set<Int> = []
  /// What is assigned to variables that are named alone.
  var assignments: [Assignment] = []

  var place = 0
  private var scopes: [[(name: String, variable: Int)]] = [[]]
  private var variableCount = 0
  private var depth = 0
  /// The deepest nesting that is read; Lua itself gives up at 200.
  private static let depthAtMost = 190

  /// What ends a block that nobody closes.
  struct Unreadable: Error {}

  /// Reads a source; nil when it is no Lua.
  init?(_ source: LuaSource) {
    self.source = source
    do throws(Unreadable) {
      try block()
      guard place == source.tokens.count else { return nil }
    } catch {
      return nil
    }
  }

  /// The outline of bytes; nil when they are no Lua.
  init?(_ bytes: [UInt8]) {
    guard let source = LuaSource(bytes) else { return nil }
    self.init(source)
  }

  // MARK: Tokens

  func at(_ text: String) -> Bool { source.isToken(place, text) }

  mutating func take(_ text: String) -> Bool {
    guard at(text) else { return false }
    place += 1
    return true
  }

  mutating func expect(_ text: String) throws(Unreadable) {
    guard take(text) else { throw Unreadable() }
  }

  /// Takes a name and gives its token.
  mutating func name() throws(Unreadable) -> Int {
    guard source.name(place) != nil else { throw Unreadable() }
    place += 1
    return place - 1
  }

  // MARK: Scopes

  mutating func inScope(_ body: (inout LuaOutline) throws(Unreadable) -> Void) throws(Unreadable) {
    depth += 1
    guard depth < Self.depthAtMost else { throw Unreadable() }
    scopes.append([])
    try body(&self)
    scopes.removeLast()
    depth -= 1
  }

  @discardableResult
  mutating func declare(_ name: String) -> Int {
    variableCount += 1
    scopes[scopes.count - 1].append((name, variableCount))
    return variableCount
  }

  private func variable(_ name: String) -> Int? {
    for scope in scopes.reversed() {
      if let found = scope.last(where: { $0.name == name }) { return found.variable }
    }
    return nil
  }

  /// Notes a use and gives its place in ``uses``.
  mutating func use(_ token: Int, _ role: NameUse.Role) -> Int {
    let name = source.text(source.tokens[token])
    uses.append(NameUse(token: token, variable: variable(name), role: role))
    return uses.count - 1
  }

  /// The place in ``functions`` of the innermost function around a token; nil: the main chunk.
  func function(around token: Int) -> Int? {
    functions.lastIndex { $0.keyword < token && token < $0.last }
  }

  mutating func change(_ use: Int, to role: NameUse.Role) { uses[use].role = role }

  /// Notes a function and gives its place in ``functions``.
  mutating func add(_ function: Function) -> Int {
    functions.append(function)
    return functions.count - 1
  }

  /// Notes where a function ends.
  mutating func close(_ function: Int, at token: Int) { functions[function].last = token }

  /// Guards against nesting that no stack would bear.
  mutating func nested(_ body: (inout LuaOutline) throws(Unreadable) -> Void) throws(Unreadable) {
    depth += 1
    guard depth < Self.depthAtMost else { throw Unreadable() }
    try body(&self)
    depth -= 1
  }
}

/// One place where a script names a variable.
struct NameUse: Equatable {
  /// What is done with it there.
  enum Role: Equatable {
    /// Its value is taken.
    case value
    /// It is assigned to; the token is the function's name in `function name()`.
    case assigned
    /// A field of it, named by a token, is taken or assigned to.
    case field(token: Int, isAssigned: Bool, next: Suffix?)
  }

  /// What follows a field.
  enum Suffix: Equatable {
    case field
    case index
    case call
    case method
  }

  /// The token of the name.
  let token: Int
  /// The local variable or parameter it means; nil: a global.
  let variable: Int?
  /// What is done with it.
  var role: Role
}
