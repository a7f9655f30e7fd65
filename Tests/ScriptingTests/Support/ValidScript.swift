import TestSupport

@testable import Scripting

/// Writes random scripts that use the API as its catalogue says, among names of their own.
struct ValidScript {
  private var random: SplitMix64
  private var depth = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1) }

  /// The next number below a bound.
  private mutating func next(_ bound: Int) -> Int { random.below(bound) }

  private mutating func one(of choices: [String]) -> String { choices[next(choices.count)] }

  /// Some callbacks, rules and functions of its own.
  mutating func text() -> String {
    var lines = ["local own, book = { stoploss = 1, last = 2 }, { lpt = 3 }"]
    for callback in APICatalogue.callbacks where next(2) == 0 { lines.append(function(callback)) }
    lines.append("rule('r', function(pos, tick, st, args) \(reads("pos", "Position")) end)")
    lines.append("local function on_breakout(symbol, opts) \(statement()) end")
    lines.append(
      "function helper(tick, pos) print(tick.mine, pos.other) \(statement()) end helper()")
    return lines.joined(separator: "\n")
  }

  private mutating func function(_ callback: APIEntry) -> String {
    let names = callback.parameters.indices.map { "p\($0)" }
    let body = zip(names, callback.parameters).map { reads($0, $1.type) }.joined(separator: " ")
    let list = names.joined(separator: ", ")
    return one(of: ["function \(callback.name)(\(list))", "\(callback.name) = function(\(list))"])
      + " \(body) \(statement()) end"
  }

  /// Reads of a variable's fields, if its class has any.
  private mutating func reads(_ name: String, _ type: String) -> String {
    let fields = APICatalogue.fieldNames(of: String(type.prefix { $0 != "?" }))
    guard !fields.isEmpty else { return "print(\(name))" }
    let read = (0..<3).map { _ in "\(name).\(one(of: fields))" }.joined(separator: ", ")
    return one(of: [
      "print(\(read))", "local f = function() return \(read) end f()",
      "do local \(name) = own print(\(name).stoploss) end print(\(read))",
    ])
  }

  private mutating func statement() -> String {
    depth += 1
    defer { depth -= 1 }
    switch next(depth > 3 ? 5 : 8) {
    case 0: return "local o = \(order()) \(reads("o", "Order"))"
    case 1: return "local v = \(call()) print(v)"
    case 2: return "print(own.stoploss, book.lpt, { stoploss = \(number()) }, own['last'])"
    case 3: return "log.\(one(of: APICatalogue.members(of: "log")))('see NSE:NONE-EQ', params.fast)"
    case 4:
      let entry = APICatalogue.entries.filter { $0.returns.count == 1 }[
        next(APICatalogue.entries.filter { $0.returns.count == 1 }.count)]
      return "local v = \(entry.name)() \(reads("v", entry.returns[0]))"
    case 5: return "if \(number()) > 1 then \(statement()) else \(statement()) end"
    case 6: return "for i = 1, 2 do \(statement()) end"
    default: return "pcall(function() \(statement()) end)"
    }
  }

  private mutating func order() -> String {
    let options = "{ \(keys(of: "OrderOptions")) }"
    switch next(4) {
    case 0: return "buy(\(symbol()), \(number()), \(options))"
    case 1: return "sell{ symbol = \(symbol()), qty = 1, \(keys(of: "OrderRequest")) }"
    case 2: return "close(\(symbol()), { \(keys(of: "CloseOptions")) })"
    default: return "buy(\(symbol()), 1, own)"
    }
  }

  private mutating func call() -> String {
    switch next(5) {
    case 0: return "protect(\(symbol()), { \(keys(of: "Protection")) })"
    case 1: return "modify(x, { \(keys(of: "OrderChanges")) })"
    case 2: return "orders { \(keys(of: "OrderFilter")) }"
    case 3: return "position(\(symbol())).\(one(of: APICatalogue.fieldNames(of: "Position")))"
    default: return "ta.\(one(of: APICatalogue.members(of: "ta")))(\(number()))"
    }
  }

  /// Some keys of an options table with values of any kind.
  private mutating func keys(of name: String) -> String {
    let fields = APICatalogue.fields(of: name).filter { $0.plainName != "symbol" }
    return (0..<next(4)).map { _ in
      let field = fields[next(fields.count)]
      let key = field.plainName ?? ""
      let value: String
      switch key {
      case "trail": value = "{ by = points(1), \(next(2) == 0 ? "step" : "after") = pct(1) }"
      case "breakeven": value = "{ after = R(1), offset = points(\(number())) }"
      case "take_profit":
        value = one(of: ["R(2)", "{ { at = R(1), share = 0.5 }, { at = \(number()) } }"])
      case "rule": value = "{ 'r', stoploss = 1 }"
      default: value = number()
      }
      return next(5) == 0 ? "['\(key)'] = \(value)" : "\(key) = \(value)"
    }.joined(separator: ", ")
  }

  private mutating func symbol() -> String {
    one(of: ["'NSE:SBIN-EQ'", "\"SIM:A\"", "name", "own.symbol", "pick('NSE:NONE-EQ')"])
  }

  private mutating func number() -> String {
    one(of: ["1", "book.lpt", "own.last + 2", "(params.slow)", "#own"])
  }
}
