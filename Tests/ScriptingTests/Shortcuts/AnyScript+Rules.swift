/// Rules with all kinds of answers, and with all kinds of things done to what they are given.
extension AnyScript {
  /// The names of the rules that a script may have.
  static let ruleNames = ["r0", "r1", "r2"]

  /// Declarations of rules, as many as the script has.
  mutating func rules() -> [String] {
    var lines: [String] = []
    for name in Self.ruleNames.prefix(ruleCount) {
      let names = one(of: [
        "pos, tick, st, args", "pos, tick, st, args", "p, tick, s, a", "pos, tick, st", "pos, tick",
        "pos, tick, st, args, ...",
      ])
      let parameters = names.split(separator: ",").map { String($0.drop { $0 == " " }) }
      let isShort = parameters.count < 3
      let (pos, st) = (parameters[0], isShort ? "box" : parameters[2])
      let args = parameters.count < 4 ? "box" : parameters[3]
      var body: [String] = []
      for _ in 0..<(1 + next(4)) { body.append(act(pos, st, args)) }
      if next(6) == 0 {
        body.append("if n == \(4 + next(16)) then x = \(fault("tick")) end")
      }
      for _ in 0..<(1 + next(2)) { body.append(answer(pos, st, args)) }
      switch next(6) {
      case 0:
        lines.append("local function f_\(name)(\(names))")
        lines += body + ["end", "rule(\"\(name)\", f_\(name))"]
      case 1 where pos == "pos":
        lines.append("function thing:\(name)(\(names)) local pos, tick = self, \(parameters[0])")
        lines += body + ["end", "rule(\"\(name)\", thing.\(name))"]
      case 2:
        let text = body.joined(separator: " ")
        lines.append("rule(\"\(name)\", function(\(names)) \(text) end)")
      default:
        lines.append("rule(\"\(name)\", function(\(names))")
        lines += body + ["end)"]
      }
    }
    return lines
  }

  /// What a rule does with what it is given.
  private mutating func act(_ pos: String, _ st: String, _ args: String) -> String {
    switch next(30) {
    case 0...3: return "\(st).n = (\(st).n or 0) + 1"
    case 4...6: return "\(st).best = math.max(\(st).best or \(pos).avg_price, tick.ltp)"
    case 7: return "if (\(st).n or 0) > \(next(6)) then \(st).n, \(st).best = nil, nil end"
    case 8: return "\(st).list = \(st).list or {} \(st).list[#\(st).list + 1] = n % 3"
    case 9: return "\(st).flag = n % \(2 + next(4)) == 0"
    case 10: return "\(st).zero = n % 2 == 0 and 0.0 or -0.0"
    case 11: return "pcall(function() \(st).w = \(fault("tick")) end)"
    case 12: return "\(args).w = (\(args).w or 0) + 1"
    case 13: return "\(args).deep = \(args).deep or {} \(args).deep[1] = n"
    case 14: return "sum = sum + (\(args).w or 0)"
    case 15: return "set[\(args)] = n"
    case 16: return "set[\(pos)] = n"
    case 17: return "set[tick] = n"
    case 18: return "box.pos, box.tick, box.args, box.st = \(pos), tick, \(args), \(st)"
    case 19: return "if box.st then box.st.n = n end"
    case 20: return "if box.tick and box.tick ~= tick then sum = sum + box.tick.seq end"
    case 21: return "if box.pos then sum = sum + math.floor(box.pos.pnl) % 7 end"
    case 22: return "kept[#kept + 1] = function() return tick.seq + \(pos).qty end"
    case 23: return "if #kept > 0 and type(kept[1]) == \"function\" then sum = sum + kept[1]() end"
    case 24: return "sum = sum + \(pos).bars_held + #\(pos).tag + math.floor(\(pos).r or 0) % 5"
    case 25: return "x = \(pos).is_long and \(pos).stop or \(pos).target told(x)"
    case 26: return "pcall(buy, S, 1) pcall(close, S)"
    case 27:
      return isQuiet ? "sum = sum + 1" : "print(\(pos).net_pnl, \(pos).worst, \(st).n, \(args).w)"
    case 28: return "if \(args).w and \(args).deep then \(args).deep.x = 1 end"
    default: return statement("tick")
    }
  }

  private mutating func answer(_ pos: String, _ st: String, _ args: String) -> String {
    let answers = [
      "tick.ltp - 1", "tick.ltp - \(1 + next(4)) * 0.05", "\(st).best", "nil", "nil, 5",
      "math.floor(tick.ltp) - 1", "pct(1)", "points(0.4)", "R(0.5)", "{}",
      "{ stop_loss = tick.ltp - 0.5 }", "{ take_profit = tick.ltp + 0.6 }",
      "{ stop_loss = tick.ltp - 0.7, take_profit = pct(1) }", "exit(\"n\" .. n)", "exit()",
      "setmetatable({ stop_loss = tick.ltp - 0.5 }, {})", "\(pos).best - 0.3", "1e300", "1e-9",
      "tick.ltp - (\(args).w or 1) * 0.1", "select(1, tick.ltp - 0.8, 3)", "(many())",
    ]
    let wrong = [
      "'x'", "true", "0/0", "-1", "{ stop = 1 }", "{ stop_loss = 'x' }", "{ 1 }", "tick", "\(pos)",
      "{ take_profit = -1 }", "print", "buy(S, 1)",
    ]
    let value = next(14) == 0 ? one(of: wrong) : one(of: answers)
    switch next(4) {
    case 0: return "do return \(value) end"
    case 1: return "if n % \(2 + next(4)) == 0 then return \(value) end"
    case 2: return "if \(pos).qty ~= 0 then return \(value) end"
    default: return "if tick.seq % \(2 + next(3)) > 0 then return \(value) end"
    }
  }

  /// An order or a change that has protection.
  mutating func protectedTrade(_ symbol: String) -> String {
    var parts: [String] = []
    if next(2) == 0 { parts.append("stop_loss = points(\(1 + next(3)))") }
    if next(4) == 0 { parts.append("take_profit = { { at = points(0.5), share = 0.5 } }") }
    if next(3) == 0 {
      let after = "after = points(\(next(3)) * 0.1)"
      parts.append("trail = { by = points(0.6), \(after), step = pct(0.1) }")
    }
    if next(4) == 0 { parts.append("breakeven = { after = points(0.3) }") }
    if next(6) == 0 { parts.append("time_exit = \"\(3 + next(9))s\"") }
    if ruleCount > 0, next(5) > 0 {
      let name = Self.ruleNames[next(ruleCount)]
      parts.append(
        one(of: [
          "rule = \"\(name)\"", "rule = { \"\(name)\", w = \(next(9)) }",
          "rule = { \"\(name)\", w = 0.5, deep = { \(next(3)), x = \"y\" } }",
          "rule = { \"\(name)\", w = n, name = \"t\", is = n % 2 == 0 }",
        ]))
    }
    let options = parts.joined(separator: ", ")
    switch next(6) {
    case 0: return "protect(\(symbol), { \(options) })"
    case 1: return "if position(\(symbol)).is_flat then sell(\(symbol), 2, { \(options) }) end"
    case 2: return "unprotect(\(symbol))"
    case 3: return "buy(\(symbol), 2, { type = \"limit\", price = 99, \(options) })"
    default: return "if position(\(symbol)).is_flat then buy(\(symbol), 3, { \(options) }) end"
    }
  }
}
