import TestSupport

/// Writes random scripts that do all that can be done with tables to `state`, to the tables in it, to the
/// tables of a rule, and to tables that were or will be in them.
struct StateScript {
  private var random: SplitMix64
  /// Whether the script prints nothing, so that it may run ahead of others.
  let isQuiet: Bool

  init(seed: UInt64, isQuiet: Bool) {
    random = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 5)
    self.isQuiet = isQuiet
  }

  /// The next number below a bound.
  private mutating func next(_ bound: Int) -> Int { random.below(bound) }

  private mutating func one(of choices: [String]) -> String { choices[next(choices.count)] }

  /// A whole script of a name.
  mutating func text(_ name: String) -> String {
    var lines = [
      "strategy { name = \"\(name)\", symbols = { \"SIM:A\", \"SIM:B\" } }",
      "local S, n, sum, alias, box, loose, st = \"SIM:A\", 0, 0, nil, {}, {}, {}",
      "local function heard(s) \(hearing) end",
      // The name of the file is no part of what is compared.
      "local function shown(v) return (tostring(v):gsub(\"[%w_]+%.lua:\", \"\")) end",
      "local function say(...) local t = {} for i = 1, math.min(select(\"#\", ...), 20) do "
        + "t[i] = shown((select(i, ...))):sub(1, 200) end heard(table.concat(t, \" \")) end",
      "local function list_of(k) local t = {} for i = 1, k do t[i] = i end return t end",
      "state.n, state.list = 0, { 1, 2, nil, 4 } state.o = { a = { b = { c = 1 } } }",
      "local list, day = state.list, state.day alias = state.o.a",
      "local function some() local t = state for i = 1, n % \(2 + next(4)) do "
        + "local v = t.o or t.a or t.b or t[1] if type(v) == \"table\" then t = v end end return t end",
    ]
    for _ in 0..<next(3) { lines.append("pcall(function() \(statement()) end)") }
    lines += ["rule(\"r\", function(pos, tick, kept) st = kept", statement(depth: 1)]
    if next(3) == 0 { lines.append("if n % \(5 + next(9)) == 0 then \(fault()) end") }
    lines += ["end)", "function on_tick(tick) n = n + 1"]
    lines.append(
      "if position(S).is_flat then buy(S, 1, { stop_loss = points(50), rule = \"r\" }) end")
    for _ in 0..<(2 + next(7)) { lines.append(statement()) }
    if next(2) == 0 { lines.append("if n % \(3 + next(9)) == 0 then \(fault()) end") }
    if next(3) == 0 { lines.append("if n == \(5 + next(30)) then \(statement()) \(fault()) end") }
    lines += ["say(n, #state, #list, #alias, next(state))", "end"]
    for head in ["on_error(err)", "on_stop(reason)", "on_fill(fill)"] where next(2) == 0 {
      lines += ["function \(head)", statement(), statement(), "end"]
    }
    return lines.joined(separator: "\n")
  }

  /// What is made of a text: a line, or what is asked for.
  private var hearing: String {
    let loud = isQuiet ? "" : "print(s) "
    return loud + "for i = 1, #s do sum = (sum * 33 + s:byte(i)) % 1000003 end "
      + "if sum % 7 == 0 then pcall(buy, S, 1 + sum % 3) elseif sum % 7 == 1 then pcall(close, S) end"
  }

  // MARK: Values

  private mutating func table() -> String {
    one(of: [
      "state", "state", "state", "day", "list", "alias", "state.day", "state.list", "some()",
      "some()", "some()", "st", "st", "box", "loose",
    ])
  }

  private mutating func key() -> String {
    one(of: [
      "\"a\"", "\"b\"", "\"c\"", "1", "2", "3", "4", "\"k\" .. n % 5", "n % 7", "true", "1.5", "n",
      "-1", "\"list\"", "\"day\"", "\"o\"", "2.0",
    ])
  }

  private mutating func scalar() -> String {
    one(of: [
      "n", "n * 0.5", "\"s\" .. n", "(\"x\"):rep(n % 20)", "true", "false", "nil", "nil", "0 / 0",
      "state.n", "#list", "3",
    ])
  }

  private mutating func fresh(_ depth: Int) -> String {
    switch next(6) {
    case 0: "{}"
    case 1: "{ \(scalar()), nil, \(scalar()) }"
    case 2: "{ a = \(scalar()), b = \(value(depth + 1)) }"
    case 3: "{ \(scalar()), \(value(depth + 1)), \(scalar()) }"
    case 4: "list_of(\(next(12)))"
    default: "{ [\(one(of: ["\"z\"", "1", "n % 3 + 1"]))] = \(scalar()) }"
    }
  }

  private mutating func value(_ depth: Int = 0) -> String {
    switch depth > 2 ? 0 : next(40) {
    case 0...20: scalar()
    case 21...34: fresh(depth)
    case 35...37: table()
    default:
      one(of: [
        "print", "loose", "box", "setmetatable({}, {})", "coroutine.create(print)", "position(S)",
      ])
    }
  }

  // MARK: Statements

  private mutating func statement(depth: Int = 0) -> String {
    switch next(depth < 2 ? 40 : 32) {
    case 0...7: "\(table())[\(key())] = \(value())"
    case 8...10: "\(one(of: ["state", "day", "st"])).n = \(one(of: ["n", "n + 0.5", "-n"]))"
    case 11...17: change()
    case 18...26: look()
    case 27...31: odd()
    case 32, 33: "if n % \(2 + next(4)) == \(next(2)) then \(statement(depth: depth + 1)) end"
    case 34, 35:
      "say(pcall(function() \(statement(depth: depth + 1)) "
        + "\(statement(depth: depth + 1)) \(fault()) end))"
    case 36:
      "coroutine.wrap(function() \(statement(depth: depth + 1)) coroutine.yield() end)()"
    case 37: many()
    default: "state.q = state.q or {} state.q[#state.q % 9 + 1] = { p = n, \(scalar()) }"
    }
  }

  /// A change by a function of the library, or by way of another name.
  private mutating func change() -> String {
    let table = table()
    return switch next(9) {
    case 0: "do local t = \(table) t[#t + 1] = \(value()) end"
    case 1: "do local t = \(table) if #t > 0 then say(table.remove(t)) end end"
    case 2: "do local t = \(table) if #t > 0 then say(table.remove(t, 1)) end end"
    case 3: "table.insert(\(table), 1, \(value()))"
    case 4: "say(pcall(table.sort, \(table)))"
    case 5: "say(pcall(table.move, \(table), 1, \(next(5)), \(1 + next(4)), \(self.table())))"
    case 6: "rawset(\(table), \(key()), \(value()))"
    case 7: "alias = \(table)"
    default: "loose = \(next(2) == 0 ? table : fresh(0))"
    }
  }

  private mutating func look() -> String {
    let table = table()
    return switch next(11) {
    case 0: "say(pcall(table.concat, \(table), \",\"))"
    case 1: "say(pcall(table.unpack, \(table)))"
    case 2:
      "do local s = \"\" for k, v in pairs(\(table)) do s = s .. tostring(k) .. \"=\" "
        + ".. tostring(v) .. \" \" end say(s) end"
    case 3: "for k, v in next, \(table) do if n % 3 == 0 then \(table)[k] = nil end say(k, v) end"
    case 4: "for i, v in ipairs(\(table)) do say(i, v) if i > 5 then break end end"
    case 5: "do local t = \(table) say(rawget(t, \(key())), rawlen(t), #t, next(t)) end"
    case 6: "do local t = \(table) say(getmetatable(t), t == state, rawequal(t, alias)) end"
    case 7: "say(tostring(\(table)), (\"%s\"):format(\(table)), type(\(table)))"
    case 8: "say(\(table)[\(key())], \(table).a, \(table).b)"
    case 9: "say((\"abc\"):gsub(\".\", \(table)))"
    default: "say(pcall(error, \(table)))"
    }
  }

  /// What a plain table and one that notes its writes might differ in.
  private mutating func odd() -> String {
    let table = table()
    return switch next(26) {
    case 0: "setmetatable(\(table), { __index = { zz = 1 } })"
    case 1: "setmetatable(\(table), nil)"
    case 2: "\(table).__name = \"x\""
    case 3: "\(table).__index = { q = 5 }"
    case 4: "setmetatable(box, \(table)) say(box.q, tostring(box))"
    case 5: "rawset(\(table), \"__len\", 4)"
    case 6: "for i = 1, 5000 do \(table).big = i end"
    case 7, 8: "\(table).s = (\"y\"):rep(\(one(of: ["1000", "100000", "130000", "262000"])))"
    case 9: "say(pcall(function() \(table)[nil] = \(value()) end))"
    case 10: "say(pcall(function() \(table)[0 / 0] = \(value()) end))"
    case 11: "do local g = {} for i = 1, 50 do g[i] = { i } end end"
    case 12: "say(pcall(buy, S, 1, \(table)))"
    case 13: "pcall(buy, S, 1, { stop_loss = points(9), rule = { \"r\", a = n, k = #list } })"
    case 14: "box[\(table)] = n for k, v in pairs(box) do say(v) end"
    default: "\(table).x = \(scalar())"
    }
  }

  private mutating func many() -> String {
    let table = table()
    return "for i = 1, \(one(of: ["3", "20", "300"])) do \(table)[\"i\" .. i % 7] = i "
      + "\(table)[i] = \(one(of: ["i", "nil", "n"])) end"
  }

  private mutating func fault() -> String {
    one(of: [
      "error(\"no\")", "error({})", "local z = nil + 1", "state.nope.x = 1",
      "local z = #state.n", "state()", "local z = state .. \"x\"", "state.list.x.y = 1",
      "for i = 1, #list.q do end", "local z = state < list", "state[nil] = 1",
      "table.insert(list, 99, 1)", "list[1].x = 1", "error(list)", "day[0 / 0] = 1",
      "table.sort(list, function(a, b) error(\"cmp\") end)", "state.f = print",
      "state.me = state", "state[{}] = 1", "list.x = setmetatable({}, {})",
    ])
  }
}
