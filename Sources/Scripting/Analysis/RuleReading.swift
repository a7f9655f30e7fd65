import CLuaBridge

/// What a script's text shows of what its rules do with what they are given.
///
/// A rule that only reads fields of its position cannot tell one object of the bridge from another, so it
/// may be given the same one at every tick. Whenever there is doubt, there is none.
struct RuleReading: Equatable {
  /// What it may be given again, as the bridge's bits.
  var again: Int32 = 0

  /// What is known of nothing.
  init() {}

  /// Reads the function that begins on a line, where that is the only one.
  init(functionOn line: Int, of outline: LuaOutline) {
    let source = outline.source
    let places = outline.functions.indices.filter { place in
      let keyword = outline.functions[place].keyword
      return source.tokens[keyword].line == line || source.tokens[keyword + 1].line == line
    }
    guard places.count == 1, let place = places.first,
      Self.isPlain(outline.functions[place], on: line, source)
    else { return }
    // In the order in which a rule takes them.
    let bits = [
      SAUDA_AGAIN_POSITION, SAUDA_AGAIN_TICK, SAUDA_AGAIN_STATE, SAUDA_AGAIN_ARGUMENTS,
    ]
    for (index, bit) in bits.enumerated() {
      // What it does not take it cannot keep.
      if index < outline.functions[place].parameters.count {
        let parameter = outline.functions[place].parameters[index]
        let mayAssign = bit == SAUDA_AGAIN_STATE
        guard Self.usesFields(of: parameter, in: place, outline, mayAssign: mayAssign) else {
          continue
        }
      }
      again |= Int32(bit)
    }
  }

  /// Whether a function takes what its parameters say, and Lua counts it to this line.
  private static func isPlain(
    _ function: LuaOutline.Function, on line: Int, _ source: LuaSource
  ) -> Bool {
    guard !function.isVariadic else { return false }
    var place = function.keyword
    while !source.isToken(place, "(") {
      // The first parameter of a method is one that nobody wrote.
      guard source.tokens[place].line == line, !source.isToken(place, ":") else { return false }
      place += 1
    }
    return source.tokens[place].line == line
  }

  /// Whether a function does nothing with a parameter but use its fields.
  private static func usesFields(
    of parameter: Int, in place: Int, _ outline: LuaOutline, mayAssign: Bool
  ) -> Bool {
    outline.uses.allSatisfy { use in
      guard use.variable == parameter else { return true }
      guard case .field(_, let isAssigned, _) = use.role else { return false }
      return (mayAssign || !isAssigned) && outline.function(around: use.token) == place
    }
  }
}
