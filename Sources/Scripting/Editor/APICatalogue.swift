/// Everything the prelude gives to scripts: the table that registers the functions, from which the
/// editor's definitions are generated as well, so that the two cannot drift apart.
enum APICatalogue {
  /// Every function, in the order of the reference.
  static let entries: [APIEntry] = declarations + orders + protection + views + words + series

  /// Names of the globals to register.
  static let globals: [String] = {
    var names: [String] = []
    for entry in entries {
      let name = entry.table ?? entry.name
      if !names.contains(name) { names.append(name) }
    }
    return names.filter { $0 != "params" }
  }()

  /// Globals of Lua that the sandbox keeps.
  static let luaGlobals = [
    "_G", "_VERSION", "assert", "coroutine", "error", "getmetatable", "ipairs", "math", "next",
    "pairs", "pcall", "rawequal", "rawget", "rawlen", "rawset", "select", "setmetatable", "string",
    "table", "tonumber", "tostring", "type", "utf8",
  ]

  /// Every name a script may read without defining it.
  static var allGlobals: [String] { globals + luaGlobals + ["params", "state"] }

  /// The callbacks a script may define, with their parameters and what they are for.
  static let callbacks: [APIEntry] = [
    APIEntry("on_start", ["ctx: Context"], "Before the first tick; orders are denied here."),
    APIEntry("on_tick", ["tick: Tick"], "For every tick of a declared symbol."),
    APIEntry("on_bar", ["bar: Bar"], "For every bar that closes."),
    APIEntry("on_fill", ["fill: Fill"], "For every execution of an order."),
    APIEntry("on_order", ["order: Order"], "When an order's status changes."),
    APIEntry(
      "on_position", ["pos: Position", "event: \"opened\"|\"increased\"|\"reduced\"|\"closed\""],
      "When a fill changed a position."),
    APIEntry("on_session", ["phase: string"], "When the market's session changes."),
    APIEntry("on_connection", ["state: string"], "When the connection to the feed changes."),
    APIEntry("on_error", ["err: ScriptError"], "After the script has failed; it cannot trade."),
    APIEntry("on_stop", ["reason: \"end\"|\"error\"|\"operator\""], "At the end; no orders."),
  ]
}

/// One function that scripts may call, as the editor shows it.
struct APIEntry {
  /// A parameter.
  struct Parameter {
    /// Its name; a question mark at the end makes it optional, as in LuaLS.
    let name: String
    /// Its type in LuaLS' words.
    let type: String
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
    self.parameters = parameters.map { text in
      let parts = text.split(separator: ":", maxSplits: 1)
      let type = parts.count > 1 ? parts[1].drop { $0 == " " } : "any"
      return Parameter(name: String(parts[0]), type: String(type))
    }
    self.returns = returns
    self.overloads = overloads
  }

  /// The table it stands in; nil for a global function.
  var table: String? {
    guard let dot = name.firstIndex(of: ".") else { return nil }
    return String(name[..<dot])
  }
}

/// One kind of table that scripts give or get, as the editor shows it.
struct APIClass {
  /// A field: name with `?` when optional, LuaLS type, and what it is.
  struct Field {
    let name: String
    let type: String
    let summary: String
  }

  /// The name of the class.
  let name: String
  /// One sentence.
  let summary: String
  /// The class it extends.
  let parent: String?
  /// Its fields in order.
  let fields: [Field]

  /// A class; fields as (name, type, summary).
  init(
    _ name: String, _ summary: String, parent: String? = nil, _ fields: [(String, String, String)]
  ) {
    self.name = name
    self.summary = summary
    self.parent = parent
    self.fields = fields.map { Field(name: $0.0, type: $0.1, summary: $0.2) }
  }
}
