/// Everything the prelude gives to scripts: the table that registers the functions, from which the
/// editor's definitions are generated as well.
enum APICatalogue {
  /// Names of the globals.
  static let globals = [
    "strategy", "rule", "buy", "sell", "close", "close_all", "target", "cancel", "cancel_all",
    "modify", "pending", "orders", "protect", "unprotect", "pct", "points", "increments", "R",
    "exit", "position", "account", "quote", "instrument", "now", "clock", "size_by_risk", "log",
    "alert", "print", "plot", "mark", "after", "every", "at", "require",
    "bars", "ta",
  ]

  /// Globals of Lua that the sandbox keeps.
  static let luaGlobals = [
    "_G", "_VERSION", "assert", "coroutine", "error", "getmetatable", "ipairs", "math", "next",
    "pairs", "pcall", "rawequal", "rawget", "rawlen", "rawset", "select", "setmetatable", "string",
    "table", "tonumber", "tostring", "type", "utf8",
  ]

  /// Every name a script may read without defining it.
  static var allGlobals: [String] { globals + luaGlobals + ["params", "state"] }
}
