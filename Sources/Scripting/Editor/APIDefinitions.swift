/// The definitions of every global that Sauda gives to scripts, in the order of the stub file.
enum APIDefinitions {
  /// All of them.
  static let all: [APIDefinition] = declarations + orders + protection + views + words + timers

  private static func define(_ name: String, _ notes: [String], _ declaration: String)
    -> APIDefinition
  {
    APIDefinition(name: name, notes: notes, declaration: declaration)
  }

  private static let declarations = [
    define(
      "strategy",
      ["Declares the strategy; once, at the top level.", "@param declaration sauda.Strategy"],
      "function strategy(declaration) end"),
    define(
      "params",
      [
        "Declares parameters with their defaults and ranges, and holds their values.",
        "@type table<string, any> | fun(declaration: table<string, any>)",
      ],
      "params = {}"),
    define(
      "rule",
      [
        "Names a function that manages the exit of a position, once a tick.", "@param name string",
        "@param fn fun(pos: sauda.Position, tick: sauda.Tick, st: table, args: table): nil|number|table",
      ],
      "function rule(name, fn) end"),
    define(
      "require",
      [
        "Loads `lib/NAME.lua` beside the script as `require \"lib.NAME\"`.", "@param name string",
        "@return any",
      ],
      "function require(name) end"),
    define(
      "state",
      [
        "Plain data that is kept with the decisions; `state.day` is emptied each trading day.",
        "@type table",
      ],
      "state = { day = {} }"),
  ]

  private static let orders = [
    define(
      "buy",
      [
        "Asks to buy; the verdict is known at once, the order is sent when the callback returns.",
        "@param symbol string | sauda.Request", "@param qty? integer", "@param opts? sauda.Options",
        "@return sauda.Order",
      ],
      "function buy(symbol, qty, opts) end"),
    define(
      "sell",
      [
        "Asks to sell; without `allow_short` only what is held.",
        "@param symbol string | sauda.Request", "@param qty? integer", "@param opts? sauda.Options",
        "@return sauda.Order",
      ],
      "function sell(symbol, qty, opts) end"),
    define(
      "close",
      [
        "Closes the position in a symbol.", "@param symbol string", "@param opts? sauda.Options",
        "@return sauda.Order",
      ],
      "function close(symbol, opts) end"),
    define("close_all", ["Closes every position."], "function close_all() end"),
    define(
      "target",
      [
        "Buys or sells what is missing to this position, pending entries counted.",
        "@param symbol string", "@param qty integer",
      ],
      "function target(symbol, qty) end"),
    define(
      "cancel",
      [
        "Takes a working order back.", "@param order sauda.Order",
        "@return boolean done, string? code",
      ],
      "function cancel(order) end"),
    define(
      "cancel_all", ["Takes all working orders of this script back."],
      "function cancel_all() end"),
    define(
      "modify",
      [
        "Changes a working order; `qty` is the new total.", "@param order sauda.Order",
        "@param changes { price?: number, trigger?: number, qty?: integer }",
        "@return boolean done, string? code",
      ],
      "function modify(order, changes) end"),
    define(
      "pending",
      ["Units of working entries in a symbol.", "@param symbol string", "@return integer"],
      "function pending(symbol) end"),
    define(
      "orders",
      [
        "This script's orders, by id.", "@param filter? { symbol?: string, status?: sauda.Status }",
        "@return sauda.Order[]",
      ],
      "function orders(filter) end"),
  ]

  private static let protection = [
    define(
      "protect",
      [
        "Changes the protection of an open position; only the keys given.", "@param symbol string",
        "@param protection sauda.Protection", "@return boolean done, string? code",
      ],
      "function protect(symbol, protection) end"),
    define(
      "unprotect", ["Removes all protection, the rule too.", "@param symbol string"],
      "function unprotect(symbol) end"),
    define(
      "pct",
      [
        "A distance in per cent: `pct(0.6)` is 0.6 %.", "@param number number",
        "@return sauda.Distance",
      ], "function pct(number) end"),
    define(
      "points", ["A distance in rupees.", "@param number number", "@return sauda.Distance"],
      "function points(number) end"),
    define(
      "increments",
      [
        "A distance in price increments.", "@param number number",
        "@return sauda.Distance",
      ], "function increments(number) end"),
    define(
      "R",
      [
        "A distance in multiples of the first risk.", "@param number number",
        "@return sauda.Distance",
      ], "function R(number) end"),
    define(
      "exit", ["From a rule: sell the position now.", "@param reason string", "@return table"],
      "function exit(reason) end"),
    define(
      "size_by_risk",
      [
        "Units that lose `rupees` when the price moves by `distance` against the entry.",
        "@param symbol string", "@param rupees number", "@param distance number|sauda.Distance",
        "@return integer",
      ],
      "function size_by_risk(symbol, rupees, distance) end"),
  ]

  private static let views = [
    define(
      "position",
      [
        "The position in a symbol; flat ones too.", "@param symbol string",
        "@return sauda.Position",
      ], "function position(symbol) end"),
    define("account", ["The account.", "@return sauda.Account"], "function account() end"),
    define(
      "quote",
      [
        "The last tick of a symbol; nil before the first.", "@param symbol string",
        "@return sauda.Tick?",
      ], "function quote(symbol) end"),
    define(
      "instrument",
      [
        "The price grid and lot of a symbol.", "@param symbol string",
        "@return sauda.Instrument",
      ], "function instrument(symbol) end"),
    define(
      "now", ["The event's time, epoch milliseconds.", "@return integer"],
      "function now() end"),
    define(
      "clock", ["The event's time in India.", "@return sauda.Clock"],
      "function clock() end"),
  ]

  private static let words = [
    define(
      "log",
      [
        "Log lines, with a format as in string.format.",
        "@type { debug: fun(fmt: string, ...), info: fun(fmt: string, ...), warn: fun(fmt: string, ...), error: fun(fmt: string, ...) }",
      ],
      "log = {}"),
    define("print", ["A log line of level info.", "@param ... any"], "function print(...) end"),
    define(
      "alert", ["Something a person should see now.", "@param fmt string", "@param ... any"],
      "function alert(fmt, ...) end"),
    define(
      "plot", ["A point of a plotted series.", "@param name string", "@param value number"],
      "function plot(name, value) end"),
    define("mark", ["A mark on the chart.", "@param text string"], "function mark(text) end"),
  ]

  private static let timers = [
    define(
      "at",
      [
        "Calls a function daily at a time in India.", "@param time string",
        "@param fn fun()", "@return sauda.Timer",
      ], "function at(time, fn) end"),
    define(
      "every",
      [
        "Calls a function every so many seconds.", "@param seconds number",
        "@param fn fun()", "@return sauda.Timer",
      ], "function every(seconds, fn) end"),
    define(
      "after",
      [
        "Calls a function once, after so many seconds.", "@param seconds number",
        "@param fn fun()", "@return sauda.Timer",
      ], "function after(seconds, fn) end"),
  ]
}
