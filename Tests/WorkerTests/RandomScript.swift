/// Writes random scripts over Lua's grammar and the whole API: sensible calls with sensible and with
/// absurd arguments, inside loops, closures, coroutines and protected calls.
///
/// The text is always a script that compiles; what it does is anyone's guess.
struct RandomScript {
  private var dice: Dice
  private var depth = 0

  init(seed: UInt64) { dice = Dice(seed: seed) }

  private mutating func next(_ bound: Int) -> Int { Int(dice.next(below: UInt64(bound))) }

  private mutating func one(of choices: [String]) -> String { choices[next(choices.count)] }

  /// A whole script.
  mutating func text() -> String {
    var lines = [
      #"strategy { name = "random", symbols = { "SIM:A", "SIM:B" }, bars = { "1s", "1m" }, "#
        + "allow_short = \(one(of: ["true", "false"])), on_error = \"\(one(of: ["exit_only", "halt"]))\" }",
      "params { p = { 5, min = 1, max = 9 }, q = 1.5, r = true }",
      "kept, n = {}, 0",
      "local series = bars(\"SIM:A\", \"1s\")",
      "local fed = ta.\(one(of: ["ema", "sma", "rsi", "highest"]))(series.close, \(1 + next(5)))",
    ]
    if next(2) == 0 {
      lines.append("rule(\"r\", function(pos, tick, st, args) \(block(3)) \(answer()) end)")
    } else {
      lines.append("rule(\"r\", function() end)")
    }
    if next(3) == 0 { lines.append("every(\(1 + next(30)), function() \(block(2)) end)") }
    if next(4) == 0 { lines.append(top()) }
    for name in ["on_start", "on_fill", "on_bar", "on_order", "on_position", "on_stop", "on_error"]
    where next(3) == 0 {
      lines.append("function \(name)(x, y) local tick = quote(\"SIM:A\") \(block(3)) end")
    }
    lines.append("function on_tick(tick) n = n + 1 \(block(6)) end")
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func top() -> String {
    one(of: [
      "state.x = 1", "setmetatable(state, { __index = function() return 1 end })",
      "local co = coroutine.wrap(function() while true do coroutine.yield(n) end end) kept.co = co",
      "kept.t = setmetatable({}, { __close = function() n = n + 1 end, __tostring = error })",
      "math.randomseed(7)", "string.rep = nil", "pairs = nil", "error(\"at load\")",
    ])
  }

  private mutating func answer() -> String {
    one(of: [
      "", "return \(number())", "return { stop_loss = \(number()) }", "return exit(\"x\")",
      "return { take_profit = pct(1), stop_loss = points(2) }", "return \(value())",
    ])
  }

  private mutating func block(_ count: Int) -> String {
    var words: [String] = []
    for _ in 0...next(count) { words.append(statement()) }
    return words.joined(separator: "\n  ")
  }

  private mutating func statement() -> String {
    depth += 1
    defer { depth -= 1 }
    switch next(depth > 4 ? 9 : 22) {
    case 0, 1: return "print(\(call()))"
    case 2: return "local a, b = \(value()), \(call())"
    case 3: return "kept[\(value())] = \(value())"
    case 4: return "state[\(one(of: ["\"a\"", "n", "\"day\"", "1.5"]))] = \(value())"
    case 5: return "pcall(\(functionName())\(more()))"
    case 6: return "n = n + #tostring(\(value()))"
    case 7: return "log.\(one(of: ["info", "warn", "debug"]))(\(values()))"
    case 8:
      return "do local x <close> = setmetatable({}, { __close = function() n = n + 1 end }) end"
    case 9, 10: return "if n % \(1 + next(9)) == \(next(4)) then \(block(3)) end"
    case 11: return "for i = 1, \(next(12)) do \(block(2)) end"
    case 12: return "for k, v in pairs(\(table())) do \(block(2)) end"
    case 13, 14: return "print(pcall(function(...) \(block(3)) end\(more())))"
    case 15:
      return "local co = coroutine.create(function(x) \(block(2)) coroutine.yield(\(value())) "
        + "\(block(2)) end) coroutine.resume(co, 1) \(one(of: ["coroutine.resume(co)", "coroutine.close(co)", "kept[n % 9] = co"]))"
    case 16: return "table.sort(\(table()), function(a, b) \(block(1)) return \(value()) end)"
    case 17: return "(\"abcab\"):gsub(\"%w\", function(c) \(block(1)) return \(value()) end)"
    case 18:
      return
        "local t = setmetatable(\(table()), { __\(one(of: ["index", "call", "len", "eq", "concat"])) = function(...) return \(value()) end }) kept.t = t"
    case 19: return "kept[n % 5] = function(...) \(block(2)) return ... end"
    case 20: return "repeat local z = \(value()) until z or true"
    default: return "if n == \(next(40)) then error(\(value())) end"
    }
  }

  private mutating func call() -> String { "\(functionName())(\(values()))" }

  /// Mostly with arguments that fit.
  private mutating func functionName() -> String {
    one(of: [
      "buy", "buy", "sell", "close", "close_all", "target", "cancel", "cancel_all", "modify",
      "pending", "orders", "protect", "unprotect", "position", "account", "quote", "instrument",
      "now", "clock", "bars", "ta.ema", "ta.macd", "ta.crossed_above", "size_by_risk", "pct",
      "points", "increments", "R", "at", "every", "after", "plot", "mark", "alert", "exit",
      "tostring", "tonumber", "select", "next", "rawget", "rawset", "rawlen", "setmetatable",
      "getmetatable", "string.rep", "string.format", "string.find", "string.gsub", "string.pack",
      "string.unpack", "string.byte", "table.concat", "table.insert", "table.remove", "table.move",
      "table.unpack", "table.sort", "utf8.char", "utf8.codepoint", "utf8.len", "math.random",
      "math.tointeger", "coroutine.wrap", "coroutine.close", "coroutine.status", "require",
      "fed.update", "print", "error", "type", "ipairs",
    ])
  }

  private mutating func values() -> String {
    if next(2) == 0 {
      return one(of: [
        "\"SIM:A\", \(1 + next(20))", "\"SIM:B\", \(1 + next(20)), \(options())",
        "{ symbol = \"SIM:A\", qty = \(number()) }", "\"SIM:A\", \(options())",
        "kept.o, \(options())",
        "\"SIM:A\", 100, points(2)", "series.close, \(number())", "fed, 5", "\"x\", \(number())",
        "\"%5.2f\", \(number())", "\(table()), \",\"",
      ])
    }
    return (0..<next(4)).map { _ in value() }.joined(separator: ", ")
  }

  /// Values behind one that is there already.
  private mutating func more() -> String {
    let values = values()
    return values.isEmpty ? "" : ", " + values
  }

  private mutating func options() -> String {
    one(of: [
      "{ stop_loss = pct(\(number())) }", "{ type = \"limit\", price = \(number()) }",
      "{ type = \"stop\", trigger = \(number()), tag = \"t\" }", "{ rule = \"r\" }",
      "{ take_profit = { { at = R(1), share = 0.5 }, { at = pct(2) } }, stop_loss = points(1) }",
      "{ trail = { by = points(\(number())), after = pct(1) } }", "{ time_exit = \"5s\" }",
      "{ rule = { \"r\", x = \(value()) } }", "{ breakeven = { after = points(1) } }",
      "{ stop_loss = \(value()) }", "{ qty = \(number()) }", "{ nonsense = 1 }", "\(value())",
    ])
  }

  private mutating func number() -> String {
    one(of: [
      "0", "1", "-1", "100", "2.5", "0/0", "1/0", "-1/0", "1e300", "math.maxinteger",
      "math.mininteger", "1e-9", "n", "n % 7", "kept[1] or 3", "99.95", "2^53", "-0.0",
    ])
  }

  private mutating func table() -> String {
    one(of: [
      "{}", "{ 3, 1, 2 }", "{ a = 1, b = { 2 } }", "kept", "{ \"x\", \"y\", 1.5 }",
      "setmetatable({}, { __index = function(t, k) return k end, __len = function() return 5 end })",
      "orders {}", "{ n, n + 1, [1.5] = true }", "account()", "position(\"SIM:A\")",
    ])
  }

  private mutating func value() -> String {
    switch next(8) {
    case 0: return number()
    case 1: return table()
    case 2:
      return one(of: ["nil", "true", "false", "print", "tick", "state", "params.p", "fed[1]"])
    case 3:
      return one(of: [
        "\"\"", "\"SIM:A\"", "\"a\\0b\\xff\"", "\"%d+\"", "(\"z\"):rep(999)", "\"[\"",
      ])
    case 4:
      return one(of: ["function(...) return ... end", "coroutine.running()", "series[1]", "_G"])
    case 5 where depth < 5:
      depth += 1
      defer { depth -= 1 }
      return call()
    default: return "(\(number()) == \(number()))"
    }
  }
}
