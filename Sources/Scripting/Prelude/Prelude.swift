/// The trusted Lua text that makes the script API out of the bridge's natives.
///
/// Its parts are Lua files embedded in the program; they share four tables that are written in
/// front of them on one line, with the numbers both sides must agree on.
enum Prelude {
  /// The whole text.
  static let text: [UInt8] = {
    var text = Array(header.utf8)
    for part in parts {
      text += Array(" do ".utf8) + part + Array("\nend".utf8)
    }
    return text
  }()

  private static let parts: [[UInt8]] = [
    PackageResources.core_lua, PackageResources.declare_lua, PackageResources.protection_lua,
    PackageResources.orders_lua, PackageResources.views_lua, PackageResources.words_lua,
    PackageResources.series_lua,
    PackageResources.callbacks_lua, PackageResources.register_lua,
  ]

  private static var header: String {
    let functions = HostFunction.allCases.map { "\($0)=\($0.rawValue)" }
    let entries = PreludeEntry.allCases.map { "\($0)=\($0.rawValue)" }
    let fields = OrderField.allCases.map { "\($0.name)=\($0.rawValue)" }
    let indicators = IndicatorKind.allCases.map { kind in
      let outputs = kind.outputs.map { "\"\($0)\"" }.joined(separator: ",")
      return "\(kind.rawValue)={\(outputs)}"
    }
    let classes = APICatalogue.readClasses.map { type in
      "[\"\(type.name)\"]={word=\"\(type.word)\",\(list(APICatalogue.fieldNames(of: type.name)))}"
    }
    let keys = APICatalogue.optionKeys.map { "\($0.name)={\(list($0.keys))}" }
    let synonyms = APICatalogue.synonyms.sorted { $0.key < $1.key }
      .map { "\($0.key)=\"\($0.value)\"" }
    return "local N = ... local P = {} "
      + "local H = {\(functions.joined(separator: ","))} "
      + "local E = {\(entries.joined(separator: ","))} "
      + "local F = {\(fields.joined(separator: ","))} "
      + "local FN = {\(list(OrderField.allCases.map(\.name)))} "
      + "local INDICATORS = {\(indicators.joined(separator: ","))} "
      + "local CATALOGUE = {\(list(APICatalogue.globals))} "
      + "local CLASSES = {\(classes.joined(separator: ","))} "
      + "local KEYS = {\(keys.joined(separator: ","))} "
      + "local SYNONYMS = {\(synonyms.joined(separator: ","))} "
      + "local CALLBACKS = {\(list(APICatalogue.callbackNames))}"
  }

  /// Names as a list of Lua's.
  private static func list(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ",")
  }
}

/// What the prelude may ask of the host, by number.
///
/// The names reach the prelude as a generated table, so the two sides cannot disagree on a number.
enum HostFunction: Int32, CaseIterable {
  // Declarations.
  case declareField = 1
  case declareSymbol
  case declareBar
  case declareLimit
  case declareDone
  case declareParameter
  case declareRule
  // Orders.
  case place
  case close
  case target
  case cancel
  case cancelAll
  case modify
  case pending
  case orderField
  case findOrder
  case denialDetail
  // Protection, put together piece by piece.
  case protectionBegin
  case protectionStop
  case protectionTarget
  case protectionTrail
  case protectionBreakeven
  case protectionTimeExit
  case protectionRule
  case protectionWiden
  case protect
  case unprotect
  // What a script may look at.
  case position
  case account
  case quote
  case instrument
  case now
  case clock
  case session
  case sizeByRisk
  // Bars and indicators.
  case series
  case barCount
  case bar
  case barValue
  case newIndicator
  case updateIndicator
  case indicatorValue
  case indicatorPast
  case indicatorReady
  // The rest.
  case setTimer
  case cancelTimer
  case log
  case plot
  case mark
  case module
  case refusal
}

/// Functions of the prelude that the host calls, by number; 0 is the script's own `on_tick`.
enum PreludeEntry: Int32, CaseIterable {
  /// Ends the load: finds the callbacks.
  case finish = 1
  /// Learns the id of a symbol.
  case bind
  /// Takes over a restored state.
  case mend
  case start
  case fill
  case order
  case position
  case bar
  case timer
  case rule
  case session
  case connection
  case newDay
  case error
  case stop
  /// Gives a rewritten script a function under a name of its own.
  case offer
}

/// The fields of an order table, by the numbers the prelude uses.
enum OrderField: Int64, CaseIterable {
  case id = 1
  case ok
  case reason
  case detail
  case status
  case side
  case symbol
  case qty
  case filled
  case averagePrice
  case tag
  case type
  case commission
  case realized
  case time

  /// The name scripts use.
  var name: String {
    switch self {
    case .id: "id"
    case .ok: "ok"
    case .reason: "reason"
    case .detail: "detail"
    case .status: "status"
    case .side: "side"
    case .symbol: "symbol"
    case .qty: "qty"
    case .filled: "filled"
    case .averagePrice: "avg_price"
    case .tag: "tag"
    case .type: "type"
    case .commission: "commission"
    case .realized: "realized_pnl"
    case .time: "time"
    }
  }
}
