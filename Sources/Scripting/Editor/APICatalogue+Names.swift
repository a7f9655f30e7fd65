extension APICatalogue {
  /// Each class by its name.
  private static let classesByName = Dictionary(
    classes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// A class; nil when there is none of that name.
  static func type(_ name: String) -> APIClass? { classesByName[name] }

  /// The fields of a class, those of its parents after its own; none for an unknown name.
  static func fields(of name: String) -> [APIClass.Field] {
    guard let type = classesByName[name] else { return [] }
    let parents = (type.parent ?? "").split { $0 == "," || $0 == " " }
    return type.fields + parents.flatMap { fields(of: String($0)) }
  }

  /// The names of the fields of a class.
  static func fieldNames(of name: String) -> [String] {
    fields(of: name).compactMap(\.plainName)
  }

  /// The tables that scripts get and can only read.
  static let readClasses: [APIClass] = got + studies.filter { $0.name != "Series" }

  /// The tables of options, with the keys that the host takes.
  static let optionKeys: [(name: String, keys: [String])] = given.map { type in
    (type.name, fieldNames(of: type.name))
  }

  private static let entriesByName = Dictionary(
    entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// A function by its name, `buy` or `ta.ema`; nil when there is none.
  static func entry(named name: String) -> APIEntry? { entriesByName[name] }

  /// The names of the functions in a table such as `ta`.
  static func members(of table: String) -> [String] {
    entries.filter { $0.table == table }.map { String($0.name.dropFirst(table.utf8.count + 1)) }
  }

  /// The names of the callbacks.
  static let callbackNames = callbacks.map(\.name)

  /// What people write for a name that is spelt quite differently here.
  static let synonyms = [
    "quantity": "qty", "size": "qty", "amount": "qty", "average_price": "avg_price",
    "entry_price": "avg_price", "average": "avg_price", "last": "ltp", "last_price": "ltp",
    "price": "ltp", "timestamp": "time", "ts": "time", "sym": "symbol", "vol": "volume",
    "bid_price": "bid", "ask_price": "ask", "open_interest": "oi", "sequence": "seq",
    "stop_loss": "stop", "sl": "stop_loss", "tp": "take_profit", "take_profit": "target",
    "balance": "cash", "available": "free", "timeframe": "interval", "tick_size": "increment",
    "lot_size": "lot", "profit": "pnl", "unrealized_pnl": "pnl", "fee": "commission",
    "stoploss": "stop_loss", "target": "take_profit", "trailing": "trail",
  ]
}
