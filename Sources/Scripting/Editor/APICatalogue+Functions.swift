extension APICatalogue {
  static let declarations: [APIEntry] = [
    APIEntry(
      "strategy", ["declaration: Declaration"],
      "Declares the strategy: once, at the top level, before anything else needs it."),
    APIEntry(
      "rule",
      ["name: string", "handler: fun(pos: Position, tick: Tick, st: table, args: table): any"],
      "Names a function that manages the exit of positions which ask for it."),
  ]

  static let orders: [APIEntry] = [
    APIEntry(
      "buy", ["symbol: string", "qty: number", "opts?: OrderOptions"], returns: ["Order"],
      overloads: ["fun(request: OrderRequest): Order"],
      "Buys; the answer says at once whether the request was approved."),
    APIEntry(
      "sell", ["symbol: string", "qty: number", "opts?: OrderOptions"], returns: ["Order"],
      overloads: ["fun(request: OrderRequest): Order"],
      "Sells what is held, or opens a short position where the strategy allows it."),
    APIEntry(
      "close", ["symbol: string", "opts?: CloseOptions"], returns: ["Order"],
      "Closes the position of a symbol, after cancelling its resting exits."),
    APIEntry(
      "close_all", [], returns: ["Order[]"], "Closes all positions, in the order of the symbols."),
    APIEntry(
      "target", ["symbol: string", "qty: number", "opts?: OrderOptions"],
      returns: ["Order?", "Order?"],
      "Trades what is missing to a quantity, entries still working included."),
    APIEntry(
      "reverse", ["symbol: string", "opts?: OrderOptions"], returns: ["Order?", "Order?"],
      "Turns a position round: closes it, then opens as much on the other side."),
    APIEntry(
      "cancel", ["order: Order"], returns: ["boolean", "string?", "string?"],
      "Cancels a working order; true, or false with code and detail."),
    APIEntry(
      "cancel_all", [], returns: ["integer"],
      "Cancels this script's working orders, not protective sets; gives how many."),
    APIEntry(
      "modify", ["order: Order", "changes: OrderChanges"],
      returns: ["boolean", "string?", "string?"],
      "Changes a working order; true, or false with code and detail."),
    APIEntry(
      "pending", ["symbol: string"], returns: ["integer"],
      "The quantity of working entries of a symbol, this callback's own included."),
    APIEntry(
      "orders", ["filter?: OrderFilter"], returns: ["Order[]"], "This script's orders, by id."),
  ]

  static let protection: [APIEntry] = [
    APIEntry(
      "protect", ["symbol: string", "protection: Protection"],
      returns: ["boolean", "string?", "string?"],
      "Changes the protection of a position; true, or false with code and detail."),
    APIEntry("unprotect", ["symbol: string"], "Removes a position's protection, its rule too."),
    APIEntry("pct", ["per_cent: number"], returns: ["Distance"], "A distance in per cent."),
    APIEntry("points", ["rupees: number"], returns: ["Distance"], "A distance in rupees."),
    APIEntry(
      "increments", ["count: number"], returns: ["Distance"], "A distance in price increments."),
    APIEntry(
      "R", ["multiple: number"], returns: ["Distance"],
      "A distance in multiples of the position's first risk."),
    APIEntry(
      "exit", ["text?: string"], returns: ["Exit"], "What a rule returns to close its position."),
  ]

  static let views: [APIEntry] = [
    APIEntry(
      "position", ["symbol: string"], returns: ["Position"],
      "The position of a symbol as it is now; flat symbols have one too."),
    APIEntry("account", [], returns: ["Account"], "The account as it is now."),
    APIEntry("quote", ["symbol: string"], returns: ["Tick?"], "The last tick of a symbol."),
    APIEntry(
      "instrument", ["symbol: string"], returns: ["Instrument"],
      "Price increment, lot, multiplier and freeze quantity of a symbol."),
    APIEntry("now", [], returns: ["integer"], "The event's time in milliseconds since 1970."),
    APIEntry(
      "clock", ["ms?: integer"], returns: ["Clock"],
      "The event's time in India, or that of milliseconds since 1970."),
    APIEntry(
      "session", ["symbol: string"], returns: ["Phase"],
      "The phase of a symbol's market at the event's time."),
    APIEntry(
      "size_by_risk", ["symbol: string", "rupees: number", "distance: Distance"],
      returns: ["integer"],
      "The quantity, in whole lots, that loses at most so much and that free cash pays for."),
  ]

  static let words: [APIEntry] = [
    APIEntry("log.debug", ["format: any", "...: any"], "Logs a line for the author."),
    APIEntry("log.info", ["format: any", "...: any"], "Logs a line for the record."),
    APIEntry("log.warn", ["format: any", "...: any"], "Logs that something is odd."),
    APIEntry("log.error", ["format: any", "...: any"], "Logs that something is wrong."),
    APIEntry("alert", ["format: any", "...: any"], "Says something that somebody should see now."),
    APIEntry("print", ["...: any"], "Logs values for the record."),
    APIEntry("plot", ["name: string", "value: number"], "Adds a point to a plotted series."),
    APIEntry("mark", ["text: string"], "Marks this moment on the chart."),
    APIEntry(
      "at", ["time: string", "handler: fun()"], returns: ["Timer"],
      "Calls a function daily at HH:MM in India."),
    APIEntry(
      "every", ["seconds: number", "handler: fun()"], returns: ["Timer"],
      "Calls a function again and again."),
    APIEntry(
      "after", ["seconds: number", "handler: fun()"], returns: ["Timer"],
      "Calls a function once; after 0 seconds at the next event."),
    APIEntry(
      "require", ["name: string"], returns: ["any"],
      "Loads lib/NAME.lua beside the script, once: require \"lib.NAME\"."),
  ]

  static let series: [APIEntry] =
    [
      APIEntry(
        "bars", ["symbol: string", "interval: Interval"], returns: ["Bars"],
        "The closed bars of a declared interval, the newest first."),
      APIEntry(
        "ta.crossed_above", ["a: Indicator|Series|number", "b: Indicator|Series|number"],
        returns: ["boolean"], "Whether a is above b now and was not before."),
      APIEntry(
        "ta.crossed_below", ["a: Indicator|Series|number", "b: Indicator|Series|number"],
        returns: ["boolean"], "Whether a is below b now and was not before."),
    ] + IndicatorKind.allCases.map(indicator)

  /// An indicator: on bars or a series, or by hand with numbers alone.
  private static func indicator(_ kind: IndicatorKind) -> APIEntry {
    let parameters = kind.parameters.map {
      "\($0.name)?: \($0.isWhole ? "integer" : "number")"
    }
    let name = indicatorClass(kind)
    return APIEntry(
      "ta.\(kind.rawValue)",
      ["source: \(kind.input == .bars ? "Bars" : "Bars|Series")"] + parameters,
      returns: [name], overloads: ["fun(\(parameters.joined(separator: ", "))): \(name)"],
      "\(kind.title).")
  }

  /// The class of an indicator's object.
  static func indicatorClass(_ kind: IndicatorKind) -> String {
    kind.outputs == ["value"] ? "Indicator" : "Indicator.\(kind.rawValue)"
  }
}

extension IndicatorKind {
  /// The name people know it by.
  var title: String {
    switch self {
    case .sma: "Simple moving average"
    case .ema: "Exponential moving average"
    case .wma: "Linearly weighted moving average"
    case .rma: "Wilder's moving average"
    case .rsi: "Relative strength index"
    case .atr: "Average true range"
    case .tr: "True range"
    case .macd: "Moving average convergence and divergence"
    case .bbands: "Bollinger bands"
    case .supertrend: "Supertrend"
    case .vwap: "Volume-weighted average price since the session began"
    case .adx: "Average directional index"
    case .stoch: "Slow stochastic oscillator"
    case .cci: "Commodity channel index"
    case .obv: "On-balance volume"
    case .mfi: "Money flow index"
    case .donchian: "Donchian channel"
    case .keltner: "Keltner channel"
    case .highest: "Highest of the last values"
    case .lowest: "Lowest of the last values"
    case .stdev: "Population standard deviation"
    case .linreg: "End of the least-squares line"
    case .roc: "Rate of change in per cent"
    }
  }
}
