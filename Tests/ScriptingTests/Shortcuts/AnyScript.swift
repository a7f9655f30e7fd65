import TestSupport

/// Writes random scripts in all of Lua: whatever a quick way into it might understand otherwise than Lua
/// does, and whatever depends on where in memory things lie.
struct AnyScript {
  private var random: SplitMix64
  var depth = 0
  /// Whether the script prints nothing and sets no timers, so that it may run ahead of others.
  let isQuiet: Bool
  /// Whether it writes to `state`.
  let keepsState: Bool
  /// Whether it declares bars.
  private(set) var hasBars = false
  /// How many rules it has.
  let ruleCount: Int

  init(seed: UInt64, isQuiet: Bool) {
    random = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    self.isQuiet = isQuiet
    keepsState = seed % 7 == 0
    ruleCount = Int(seed / 2 % 4)
  }

  /// The next number below a bound.
  mutating func next(_ bound: Int) -> Int { random.below(bound) }

  mutating func one(of choices: [String]) -> String { choices[next(choices.count)] }

  /// A whole script of a name.
  mutating func text(_ name: String) -> String {
    hasBars = !isQuiet && next(4) == 0
    let more = one(of: ["", ", \"1s\"", ", \"5s\", \"15s\""])
    let bars = hasBars ? ", bars = { \"1m\"\(more) }" : ""
    var lines = [
      "strategy { name = \"\(name)\", symbols = { \"SIM:A\", \"SIM:B\" }, allow_short = true\(bars) }",
      "local S, n, sum, b, p = \"SIM:A\", 0, 0, buy, position",
      "local verbose, heard, x, y = true, 0",
      "local set, kept, box, order = {}, {}, {}",
      // The name of the file is no part of what is compared.
      "local function say(e) return (tostring(e):gsub(\"[%w_]+%.lua:\", \"\")) end",
      "local function want(v) local q = (math.tointeger(v) or 0) % 7 "
        + "if q > 0 then buy(S, q) else close(S) end end",
      "local function told(e) \(telling()) end",
      "local function many(...) return select(\"#\", ...), ... end",
      "local function deep(k) if k == 0 then return {} end local t = deep(k - 1) return t end",
      "local thread = coroutine.wrap(function(v) while true do sum = sum + v "
        + "v = coroutine.yield(v * 2) end end)",
      "local thing = { total = 0 } function thing:add(v) self.total = self.total + v "
        + "return self.total end",
    ]
    if keepsState { lines.append("state.n = 0") }
    lines += indicatorLines()
    lines += rules() + handler() + callbacks()
    return joined(lines)
  }

  private mutating func telling() -> String {
    let quiet = ["want(#say(e))", "buy(S, 1, { tag = say(e):sub(1, 60) })", "box[say(e)] = n"]
    return one(of: isQuiet ? quiet : quiet + ["print(say(e))", "print(n, say(e), #say(e))"])
  }

  // MARK: Lines

  /// The lines with one of Lua's ends of lines behind each, or with all of them.
  private mutating func joined(_ lines: [String]) -> String {
    let breaks = ["\n", "\n", "\n", "\r", "\r\n", "\n\r"]
    let common = next(8) == 0 ? nil : one(of: breaks)
    var text = ""
    for (place, line) in lines.enumerated() {
      text += line + (common ?? one(of: breaks))
      // The variables come first.
      switch place < 3 ? 9 : next(12) {
      case 0: text += "-- on_tick() x = {" + (common ?? one(of: breaks))
      case 1: text += "-- a comment ends here\r sum = sum + 1" + (common ?? one(of: breaks))
      case 2: text += "--[==[ long \r ]] \n\r ]==] --[ short" + (common ?? one(of: breaks))
      default: break
      }
    }
    return text
  }

  // MARK: Callbacks

  /// `on_tick`, in one of the ways to write it.
  private mutating func handler() -> [String] {
    let name = one(of: ["tick", "tick", "t", "now_at"])
    let other = [
      "local function other(tick)", "n = n + 1", statement("tick"), statement("tick"), "end",
    ]
    var body = ["n = n + 1"]
    for _ in 0..<(2 + next(5)) { body.append(statement(name)) }
    let fails = next(3) == 0
    if fails { body.append("if n == \(5 + next(14)) then x = \(fault(name)) end") }
    let (open, close): (String, String) =
      switch next(28) {
      case 0: ("on_tick = function(\(name))", "end and other")
      case 1: ("on_tick = function(\(name))", "end or other")
      case 2: ("on_tick = verbose and function(\(name))", "end or other")
      case 3: ("function on_tick(...) local \(name) = ...", "end")
      case 4: ("local function h(\(name))", "end on_tick = h")
      case 5: ("function on_tick(\(name), more)", "end")
      case 6: ("on_tick, x = function(\(name))", "end, 5")
      case 7: ("x, on_tick = 5, function(\(name))", "end")
      case 8: ("on_tick = function(\(name))", "end (many)(1)")
      case 9: ("on_tick = (function(\(name))", "end)")
      case 10: ("function on_tick() local \(name) = quote(S) if not \(name) then return end", "end")
      case 11: ("on_tick = function(\(name))", "end and verbose and other")
      case 12: ("on_tick = function(\(name))", "end -- and other\r y = 1")
      case 13: ("on_tick = function(\(name))", "end == nil")
      case 14...17: ("on_tick = function(\(name))", "end")
      default: ("function on_tick(\(name))", "end")
      }
    return other + [open] + body + [close]
  }

  private mutating func callbacks() -> [String] {
    let heads = [
      "on_start(ctx)", "on_bar(bar)", "on_fill(fill)", "on_order(o)", "on_position(pos, event)",
      "on_stop(reason)",
    ]
    var lines: [String] = []
    for head in heads where next(3) == 0 {
      // What a callback asks for may lead to another.
      lines.append("function \(head) heard = heard + 1 if heard > 30 then return end")
      lines.append("local tick = quote(S)")
      lines.append(isQuiet ? "sum = sum + 1" : "print(\(one(of: ["n", "sum", "#box"])))")
      if head == "on_fill(fill)" { lines.append("told(fill.side .. fill.qty .. fill.reason)") }
      if next(2) == 0 { lines.append("pcall(function() \(statement("tick")) end)") }
      if next(3) == 0 { lines.append("if n > \(next(30)) then x = \(fault("tick")) end") }
      lines.append("end")
    }
    if next(2) == 0 {
      lines.append("function on_error(err)")
      if !isQuiet {
        lines.append(
          "print(err.kind, err.callback, err.message, say(err.source), say(err.traceback))")
      }
      lines.append(next(2) == 0 ? "x = #err.traceback" : "x = \(fault("err"))")
      lines.append("end")
    }
    return lines
  }
}
