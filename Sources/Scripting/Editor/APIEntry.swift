/// One function that scripts may call, as the editor shows it.
struct APIEntry {
  /// A parameter.
  struct Parameter {
    /// Its name; a question mark at the end makes it optional, as in LuaLS.
    let name: String
    /// Its type in LuaLS' words.
    let type: String

    /// The types it may have, without the mark of an optional one or of a list.
    var types: [String] {
      type.split(separator: "|").map { String($0.filter { !"?[]".contains($0) }) }
    }
  }

  /// The global name, or `table.name`.
  let name: String
  /// One sentence.
  let summary: String
  /// The parameters in order.
  let parameters: [Parameter]
  /// The types it returns.
  let returns: [String]
  /// Other ways to call it, as LuaLS function types.
  let overloads: [String]

  /// An entry; parameters as `name: type`.
  init(
    _ name: String, _ parameters: [String], returns: [String] = [], overloads: [String] = [],
    _ summary: String
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters.map(Self.parameter)
    self.returns = returns
    self.overloads = overloads
  }

  /// The table it stands in; nil for a global function.
  var table: String? {
    guard let dot = name.firstIndex(of: ".") else { return nil }
    return String(name[..<dot])
  }

  /// The parameters of a function type of LuaLS: those of `fun(pos: Position, tick: Tick): any`.
  static func parameters(ofFunction type: String) -> [Parameter] {
    guard type.hasPrefix("fun("), let end = type.firstIndex(of: ")") else { return [] }
    return type[type.index(type.startIndex, offsetBy: 4)..<end].split(separator: ",").map {
      parameter(String($0.drop { $0 == " " }))
    }
  }

  private static func parameter(_ text: String) -> Parameter {
    let parts = text.split(separator: ":", maxSplits: 1)
    let type = parts.count > 1 ? parts[1].drop { $0 == " " } : "any"
    return Parameter(name: String(parts[0]), type: String(type))
  }
}
