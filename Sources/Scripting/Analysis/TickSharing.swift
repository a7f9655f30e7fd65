/// Tells whether a script keeps no tick beyond its callback, so that all ticks may share one object.
///
/// A tick may be read by its fields and passed on to functions of the script itself, which do no more
/// with it. Whatever else is done with it, in any function that may get it, is a doubt.
struct TickSharing {
  private let outline: LuaOutline
  /// The parameters that may hold a tick, with the place of the function they belong to.
  private var holders: [Int: Int] = [:]
  /// Those whose uses have not been looked at.
  private var open: [Int] = []

  /// Whether nothing in a script can keep a tick.
  static func isSafe(_ outline: LuaOutline) -> Bool {
    var sharing = TickSharing(outline: outline)
    return sharing.keepsNone()
  }

  private init(outline: LuaOutline) { self.outline = outline }

  private var source: LuaSource { outline.source }

  private mutating func keepsNone() -> Bool {
    // A coroutine may rest with a tick in a parameter.
    let mentionsCoroutines = source.tokens.contains { token in
      (token.kind == .name || token.kind == .string)
        && source.text(token).contains("coroutine")
    }
    guard !mentionsCoroutines, TickRewriting.isClear(outline),
      let handler = TickRewriting.handler(in: outline),
      let place = outline.functions.firstIndex(of: handler)
    else { return false }
    if let parameter = handler.parameters.first { hold(parameter, of: place) }
    while let parameter = open.popLast() {
      guard usesAreHarmless(of: parameter) else { return false }
    }
    return true
  }

  private mutating func hold(_ parameter: Int, of function: Int) {
    guard holders[parameter] == nil else { return }
    holders[parameter] = function
    open.append(parameter)
  }

  /// Looks at all uses of a parameter, and notes the parameters that it is passed on to.
  private mutating func usesAreHarmless(of parameter: Int) -> Bool {
    for use in outline.uses where use.variable == parameter {
      // A function inside may live longer than the call.
      guard outline.function(around: use.token) == holders[parameter] else { return false }
      switch use.role {
      case .field(_, isAssigned: false, _): continue
      case .value:
        guard let (function, place) = receiver(of: use.token) else { return false }
        let receiving = outline.functions[function]
        if place < receiving.parameters.count {
          hold(receiving.parameters[place], of: function)
        } else if receiving.isVariadic {
          return false
        }
      default: return false
      }
    }
    return true
  }

  /// The function of the script to which the name at a token is given, alone, as an argument, and the
  /// argument's place.
  private func receiver(of token: Int) -> (function: Int, place: Int)? {
    guard source.isToken(token + 1, ",") || source.isToken(token + 1, ")"),
      let (parenthesis, place) = opening(before: token),
      source.name(parenthesis - 1) != nil,
      ![".", ":", "function"].contains(where: { source.isToken(parenthesis - 2, $0) }),
      let callee = outline.uses.first(where: { $0.token == parenthesis - 1 }),
      let function = onlyFunction(of: callee)
    else { return nil }
    return (function, place)
  }

  /// Words that may stand between the arguments of a call.
  private static let operands: Set<String> = ["nil", "true", "false", "not", "and", "or"]

  /// The parenthesis that opens the list in which a token begins an element, and the element's place.
  private func opening(before token: Int) -> (parenthesis: Int, place: Int)? {
    guard source.isToken(token - 1, "(") || source.isToken(token - 1, ",") else { return nil }
    var depth = 0
    var place = 0
    for index in stride(from: token - 1, through: 0, by: -1) {
      if [")", "}", "]"].contains(where: { source.isToken(index, $0) }) {
        depth += 1
      } else if ["(", "{", "["].contains(where: { source.isToken(index, $0) }) {
        if depth == 0 { return source.isToken(index, "(") ? (index, place) : nil }
        depth -= 1
      } else if depth == 0 {
        if source.isToken(index, ",") { place += 1 }
        if source.isToken(index, "=") || source.isToken(index, ";") { return nil }
        let found = source.tokens[index]
        if found.kind == .keyword, !Self.operands.contains(source.text(found)) { return nil }
      }
    }
    return nil
  }

  /// The function that a variable holds from its first to its last day; nil when there is any doubt.
  private func onlyFunction(of use: NameUse) -> Int? {
    let name = source.name(use.token)
    func isSame(_ other: NameUse) -> Bool {
      other.variable == use.variable && (use.variable != nil || source.name(other.token) == name)
    }
    let definition = use.variable.flatMap { outline.definitions[$0] }
    let writes = outline.uses.filter { $0.role == .assigned && isSame($0) }
    if let definition {
      guard writes.isEmpty, case .function(let place) = definition else { return nil }
      return place
    }
    // A parameter, or a variable of a loop, has no definition: it must never be what is called.
    guard writes.count == 1,
      let assignment = outline.assignments.first(where: { outline.uses[$0.use] == writes[0] }),
      case .function(let place) = assignment.value, isDeclaredBare(use)
    else { return nil }
    return place
  }

  /// Whether a variable is a global, or was declared as `local name` without a value.
  private func isDeclaredBare(_ use: NameUse) -> Bool {
    guard let variable = use.variable else { return true }
    return outline.bareLocals.contains(variable)
  }
}
