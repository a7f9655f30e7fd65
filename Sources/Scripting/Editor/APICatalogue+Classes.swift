import Market
import Trading

extension APICatalogue {
  /// The tables scripts give and get.
  static let classes: [APIClass] = given + got + studies

  private static let level = "number|Distance"

  static let given: [APIClass] = [
    APIClass(
      "Declaration", "What strategy{} takes.",
      [
        ("name", "string", "1 to 40 of a-z 0-9 _ -"), ("version?", "integer", "for people"),
        ("symbols", "string[]", "at most 100, such as NSE:SBIN-EQ"),
        ("bars?", "Interval[]", "intervals of on_bar and bars()"),
        ("product?", words(Product.allCases.map(\.rawValue)), "INTRADAY unless given"),
        ("allow_short?", "boolean", "whether it may sell what it does not hold"),
        ("no_entry_after?", "string", "HH:MM in India, from which entries are denied"),
        ("square_off?", "string", "HH:MM in India, \"auto\" or \"never\""),
        ("trigger?", words(["ltp", "quote"]), "the prices that levels and triggers watch"),
        ("limits?", "Limits", "daily limits"),
        (
          "on_error?", words(StrategyDeclaration.ErrorPolicy.allCases.map(\.rawValue)),
          "what a live session does when the script fails"
        ),
      ]),
    APIClass(
      "Limits", "Daily limits; what is left out is not limited.",
      [
        ("max_loss?", "number", "rupees of loss at which all is sold"),
        ("max_orders?", "integer", "entries a day"),
        ("max_quantity?", "integer", "units of a position"),
        ("max_notional?", "number", "rupees of a position"),
        ("max_positions?", "integer", "positions at once"),
        ("cooldown?", "integer", "seconds between a symbol's exit and its next entry"),
      ]),
    APIClass(
      "Protection", "Levels of a position; keys left out change nothing.",
      [
        ("stop_loss?", level, "a price, or a distance from the average price"),
        ("take_profit?", level + "|Target[]", "one level, or several with shares"),
        ("trail?", "Trail", "a stop that follows the best price"),
        ("breakeven?", "Breakeven", "moves the stop to the average price"),
        ("time_exit?", "string", "\"90s\", \"45m\", \"2h\" or \"14:45\""),
        ("rule?", "string|table", "the name of a rule, or { \"name\", key = value }"),
        ("allow_widen?", "boolean", "lets the stop move against the position"),
      ]),
    APIClass(
      "Target", "One take-profit of several.",
      [("at", level, "the level"), ("share", "number", "above 0 up to 1")]),
    APIClass(
      "Trail", "A trailing stop.",
      [
        ("by", "Distance", "how far behind the best price"),
        ("after?", "Distance", "profit before it starts"),
        ("step?", "Distance", "the smallest move"),
      ]),
    APIClass(
      "Breakeven", "A breakeven stop.",
      [
        ("after", "Distance", "profit that moves the stop"),
        ("offset?", "Distance", "how far beyond the average price"),
      ]),
    APIClass(
      "CloseOptions", "How an order finds its price.",
      [
        ("type?", words(OrderType.allCases.map(\.text)), "market unless given"),
        ("price?", "number", "of limit and stop_limit orders"),
        ("trigger?", "number", "of stop and stop_limit orders"),
        ("tag?", "string", "your label, at most 64 bytes"),
        ("product?", words(Product.allCases.map(\.rawValue)), "as declared unless given"),
        ("validity?", words(["DAY", "IOC", "GTC"]), "how long it may wait; DAY unless given"),
        ("when?", words(["open"]), "asked outside the open phase, it waits for the next one"),
      ]),
    APIClass(
      "OrderOptions", "Price and protection of an order.", parent: "CloseOptions, Protection", []),
    APIClass(
      "OrderRequest", "An order as one table.", parent: "OrderOptions",
      [("symbol", "string", "of what"), ("qty", "number", "how many units")]),
    APIClass(
      "OrderChanges", "What modify() changes.",
      [
        ("price?", "number", "the new limit"), ("trigger?", "number", "the new trigger"),
        ("qty?", "number", "the new total quantity"),
      ]),
    APIClass(
      "OrderFilter", "Which orders orders() lists.",
      [
        ("symbol?", "string", "of this symbol"),
        ("status?", words(OrderStatus.allCases.map(\.text)), "in this status"),
      ]),
    APIClass(
      "RuleLevels", "What a rule may return.",
      [
        ("stop_loss?", level, "the new stop"), ("take_profit?", level, "the new take-profit"),
      ]),
    APIClass("Distance", "A distance with its unit: pct() points() increments() R().", []),
    APIClass("Exit", "What exit() makes.", []),
  ]

  static let got: [APIClass] = [
    APIClass(
      "Tick", "One price update; read-only.",
      [
        ("symbol", "string", "whose"), ("seq", "integer", "its number in the session, from 1"),
        ("time", "integer", "milliseconds since 1970"), ("ltp", "number", "last traded price"),
        ("bid?", "number", "best bid; nil when nobody bids"),
        ("ask?", "number", "best ask; nil when nobody offers"),
        ("mid", "number", "between bid and ask; ltp where one of them is missing"),
        ("volume", "integer", "of the day so far"), ("ltq?", "integer", "of the last trade"),
        ("bid_qty?", "integer", "at the best bid"), ("ask_qty?", "integer", "at the best ask"),
        ("oi?", "integer", "open interest"),
        ("copy", "fun(self: Tick): table", "a plain table with the same fields"),
      ]),
    APIClass(
      "Bar", "A closed bar.",
      [
        ("symbol", "string", "whose"), ("interval", "Interval", "how long"),
        ("time", "integer", "its start, milliseconds since 1970"),
        ("open", "number", "first price"),
        ("high", "number", "highest price"), ("low", "number", "lowest price"),
        ("close", "number", "last price"), ("volume", "integer", "units traded in it"),
        ("date?", "string", "its date in India, 2026-11-23"),
      ]),
    APIClass(
      "Order", "An order; its fields change as it does.",
      OrderField.allCases.map { ($0.name, $0.type, $0.summary) }),
    APIClass(
      "Fill", "An execution of all or part of an order.",
      [
        ("order_id", "string", "BUY-1"), ("symbol", "string", "of what"),
        ("side", "\"BUY\"|\"SELL\"", "which way"), ("qty", "integer", "units"),
        ("price", "number", "of a unit"), ("commission", "number", "rupees"),
        ("realized_pnl", "number", "what it changed in the realized total"),
        ("reason", "string", "who asked: script, stop_loss, take_profit, rule:NAME, …"),
        ("tag", "string", "the order's label"), ("time", "integer", "milliseconds since 1970"),
      ]),
    APIClass(
      "Position", "A position as it was when asked for.",
      [
        ("symbol", "string", "of what"), ("qty", "integer", "below zero when short"),
        ("avg_price", "number", "0 when flat"), ("ltp?", "number", "last traded price"),
        ("pnl", "number", "profit of the trip before commission"),
        ("net_pnl", "number", "after commission"), ("stop?", "number", "the stop in force"),
        ("target?", "number", "the nearest take-profit"), ("is_flat", "boolean", "nothing held"),
        ("is_long", "boolean", "held"), ("is_short", "boolean", "owed"),
        ("opened_at?", "integer", "milliseconds since 1970"),
        ("best?", "number", "best price since the first fill"),
        ("worst?", "number", "worst price since the first fill"),
        ("r?", "number", "profit in multiples of the first risk"),
        ("tag", "string", "of the entry"), ("bars_held", "integer", "closed bars since the fill"),
      ]),
    APIClass(
      "Account", "The account as it was when asked for; rupees.",
      [
        ("cash", "number", "the wallet"), ("free", "number", "what entries may use"),
        ("equity", "number", "the portfolio value"), ("realized", "number", "profit booked"),
        ("unrealized", "number", "profit marked"), ("commission", "number", "paid"),
      ]),
    APIClass(
      "Instrument", "What is known of a symbol.",
      [
        ("symbol", "string", "whose"), ("increment", "number", "the smallest price step"),
        ("lot", "integer", "orders are multiples of it; 0: an index, not traded"),
        ("multiplier", "integer", "units a lot"),
        ("freeze?", "integer", "the largest quantity of one order"),
      ]),
    APIClass(
      "Clock", "A time in India.",
      [
        ("hour", "integer", "0 to 23"), ("minute", "integer", "0 to 59"),
        ("second", "integer", "0 to 59"), ("date", "string", "2026-11-23"),
        ("hms", "string", "09:15:00"),
      ]),
    APIClass(
      "Context", "What on_start is told.",
      [
        ("mode", words(["replay", "paper", "live"]), "what kind of session"),
        ("resumed", "boolean", "whether state came from an earlier session"),
        ("open_positions", "string[]", "symbols with a position"),
      ]),
    APIClass(
      "ScriptError", "How the script failed.",
      [
        ("kind", words(["error", "time", "memory", "crash"]), "what ran out or went wrong"),
        ("callback", "string", "which callback"), ("message", "string", "one line"),
        ("source", "string", "file.lua:12"), ("traceback", "string", "several lines"),
      ]),
    APIClass(
      "Timer", "A timer.", [("cancel", "fun(self: Timer): boolean", "whether it was still set")]),
  ]

  static var studies: [APIClass] {
    let prices = ["open", "high", "low", "close", "volume", "time"]
    let output = ("value?", "number", "the first output now; nil before it is ready")
    return [
      APIClass(
        "Bars", "Closed bars; [1] is the newest.",
        [
          ("[integer]", "Bar?", "so many bars ago"), ("symbol", "string", "whose"),
          ("interval", "Interval", "how long each is"),
        ] + prices.map { ($0, "Series", "one value a bar") }),
      APIClass(
        "Series", "A column of bars; [1] is the newest.",
        [("[integer]", "number?", "so many bars ago")]),
      APIClass(
        "Indicator", "An indicator; [1] is the newest value.",
        [
          output, ("ready", "boolean", "whether it has all its values"),
          ("[integer]", "number?", "the first output so many updates ago"),
          (
            "update",
            "fun(self: Indicator, x: number|Bar, low?: number, close?: number, volume?: number): number?",
            "feeds it by hand"
          ),
        ]),
    ]
      + IndicatorKind.allCases.filter { $0.outputs != ["value"] }.map { kind in
        APIClass(
          indicatorClass(kind), "\(kind.title).", parent: "Indicator",
          kind.outputs.map { ("\($0)?", "number", "now") })
      }
  }

  static func words(_ words: [String]) -> String {
    words.map { "\"\($0)\"" }.joined(separator: "|")
  }
}

extension OrderField {
  /// The LuaLS type.
  var type: String {
    switch self {
    case .id: "string?"
    case .ok: "boolean"
    case .reason, .detail: "string?"
    case .status: APICatalogue.words(OrderStatus.allCases.map(\.text))
    case .side: APICatalogue.words(OrderSide.allCases.map(\.text))
    case .symbol, .tag, .type: "string"
    case .qty, .filled, .time: "integer"
    case .averagePrice, .commission, .realized: "number"
    }
  }

  /// What it is.
  var summary: String {
    switch self {
    case .id: "BUY-1; nil for a denied request"
    case .ok: "whether the request was approved and has not failed"
    case .reason: "the code of a denial or failure; of a protective order, what fired it"
    case .detail: "the sentence of a denial or failure"
    case .status: "where it is in its life"
    case .side: "which way"
    case .symbol: "of what"
    case .qty: "units asked for"
    case .filled: "units filled"
    case .averagePrice: "0 before the first fill"
    case .tag: "your label"
    case .type: "market, limit, stop or stop_limit"
    case .commission: "rupees paid"
    case .realized: "what it changed in the realized total"
    case .time: "of its last change, milliseconds since 1970"
    }
  }
}
