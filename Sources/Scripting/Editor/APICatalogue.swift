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
    APIEntry(
      "on_session", ["phase: Phase", "symbols: string[]"],
      "When a phase of the market begins, with the symbols it begins for."),
    APIEntry("on_connection", ["state: string"], "When the connection to the feed changes."),
    APIEntry("on_error", ["err: ScriptError"], "After the script has failed; it cannot trade."),
    APIEntry("on_stop", ["reason: \"end\"|\"error\"|\"operator\""], "At the end; no orders."),
  ]
}
