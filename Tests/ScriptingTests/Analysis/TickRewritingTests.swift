import Testing
import Trading

@testable import Scripting

@Suite("Ticks as plain values")
struct TickRewritingTests {
  static let rewritten: [(String, String, [TickField])] = [
    (
      "function on_tick(tick) return tick.ltp + tick.bid * tick.ltp end",
      "function on_tick(tick_ltp, tick_bid) return tick_ltp + tick_bid * tick_ltp end",
      [.ltp, .bid]
    ),
    (
      "on_tick = function(t)\n local a, b = t.seq, t.oi\n c = t.symbol:sub(1, 3)\nend",
      "on_tick = function(t_seq, t_oi, t_symbol)\n local a, b = t_seq, t_oi\n c = t_symbol:sub(1, 3)\nend",
      [.seq, .oi, .symbol]
    ),
    (
      "function on_tick(t) f(function() return t.ltp end, { ltp = t.ltp, t = 1 }) x.t = 2 end",
      "function on_tick(t_ltp) f(function() return t_ltp end, { ltp = t_ltp, t = 1 }) x.t = 2 end",
      [.ltp]
    ),
    (
      "function on_tick(t) local x = t.ltp do local t = {} t.ltp = 1 f(t) end return t.ltp end",
      "function on_tick(t_ltp) local x = t_ltp do local t = {} t.ltp = 1 f(t) end return t_ltp end",
      [.ltp]
    ),
    (
      "function on_tick(t) local t = t.ltp return t end",
      "function on_tick(t_ltp) local t = t_ltp return t end", [.ltp]
    ),
    (
      "on_tick = function(t) f(t.ltp) end (g)(1)",
      "on_tick = function(t_ltp) f(t_ltp) end (g)(1)", [.ltp]
    ),
    (
      "on_tick = function(t) return t.ltp end -- and f\rx = 1",
      "on_tick = function(t_ltp) return t_ltp end -- and f\rx = 1", [.ltp]
    ),
    (
      "function on_tick(t)\r\n\rbuy(S, t.seq)\rend",
      "function on_tick(t_seq)\r\n\rbuy_at_line(3, S, t_seq)\rend", [.seq]
    ),
    (
      "function on_tick(t) x = t.seq % 10 + g() // 0.0 end function g() return 1 % n end",
      "function on_tick(t_seq) x = t_seq % 10 + g() // 0.0 end function g() return 1 % n end",
      [.seq]
    ),
    (
      "function on_tick(t) f(t.ltp, function() return 1 % n end) end",
      "function on_tick(t_ltp) f(t_ltp, function() return 1 % n end) end", [.ltp]
    ),
    ("function on_tick() end", "function on_tick() end", []),
    ("function on_tick(t) end", "function on_tick(t) end", []),
    ("function on_tick(t) --[[ t ]] f('t') end", "function on_tick(t) --[[ t ]] f('t') end", []),
  ]

  @Test("a tick that is only read by its fields is passed as values", arguments: rewritten)
  func rewrite(text: String, expected: String, fields: [TickField]) {
    let rewriting = TickRewriting(Array(text.utf8))
    #expect(rewriting?.fields == fields)
    #expect(rewriting.map { String(decoding: $0.text, as: UTF8.self) } == expected)
  }

  @Test(
    "any doubt leaves the script as it is",
    arguments: [
      "", "x = 1", "function on_tick(t", "function on_tick(t) f(t) end",
      "function on_tick(t) local u = t end", "function on_tick(t) u = t end",
      "function on_tick(t) return t end", "function on_tick(t) t = nil end",
      "function on_tick(t) t.ltp = 1 end", "function on_tick(t) a, t.ltp = 1, 2 end",
      "function on_tick(t) t.ltp, a = 1, 2 end", "function on_tick(t) return t:copy() end",
      "function on_tick(t) return t.lst end", "function on_tick(t) return t['ltp'] end",
      "function on_tick(t) return t.ltp.x end", "function on_tick(t) return t.ltp[1] end",
      "function on_tick(t) t.ltp() end", "function on_tick(t) return t.ltp:x() end",
      "function on_tick(t) return t.symbol:sub(1)(t) end; f(on_tick)",
      "function on_tick(t) return t\n.ltp end", "function on_tick(t, u) return t.ltp end",
      "function on_tick(...) end", "function on_tick(t, ...) end",
      "local function on_tick(t) return t.ltp end", "local on_tick = function(t) end",
      "function on_tick(t) end function on_tick(u) end", "function on_tick(t) end f(on_tick)",
      "function on_tick(t) return t.ltp end local t_ltp = 5",
      "function on_tick(t) return t.ltp end x.t_ltp = 5",
      "function on_tick(t) return t.ltp end _G.x = 5", "function on_tick(t) _ENV.x = t.ltp end",
      "function on_tick(t) return t.ltp end require 'lib.x'", "t = { on_tick = function(t) end }",
      "f 'on_tick' function on_tick(t) end", "function x.on_tick(t) end",
      "function on_tick:x(t) end", "on_tick, a = f(), function(t) end",
      "a, on_tick = function(t) end, f()", "on_tick = on_tick or function(t) end",
      "on_tick = (function(t) end)", "function on_tick(t) return #t end",
      "function on_tick(t) for t.ltp = 1, 2 do end end", "function on_tick(t) return { t } end",
      "function on_tick(t) return { [t] = 1 } end", "function on_tick(t) return t == nil end",
      "function on_tick(t) ::a:: goto t end x x", "on_tick = function(t) return t.ltp end and f",
      "on_tick = function(t) end or f", "on_tick = function(t) end .. f",
      "on_tick = function(t) end -- f\r and f", "on_tick = function(t) end == nil",
      "on_tick = function(t) end, 5", "on_tick = f and function(t) end",
      "on_tick = function(t) end and g and h x = 1", "on_tick = function(t) end + 1",
      "function on_tick(t) --\r f(t)\rend", "function on_tick(t) x = t.seq // 0 end",
      "function on_tick(t) x = n % t.oi end", "function on_tick(t) local v = t.oi\nx = n % m end",
      "function on_tick(t) f(function() return t.oi % n end) end",
      "function on_tick(t) x = t.seq // 0x0 + n % 2 end",
    ])
  func doubt(text: String) { #expect(TickRewriting(Array(text.utf8)) == nil) }

  @Test("a script that would have too many locals is loaded as it is")
  func tooManyLocals() throws {
    let locals = (1...199).map { "local v\($0) = 1" }.joined(separator: " ")
    let stage = try Stage("print('once') function on_tick(t) \(locals) print(t.ltp, t.seq) end")
    #expect(stage.host.tickUsage == .shared)
    stage.tick(100)
    #expect(stage.said.lines == ["once", "100.0\\t1"])
  }

  @Test("both ways of passing ticks give the same results", arguments: 0..<UInt64(200))
  func differential(seed: UInt64) throws {
    var generator = ScriptGenerator(seed: seed)
    let text = generator.script()
    var settings = ScriptSettings()
    let quick = try Stage(text, settings: settings)
    settings.takesShortcuts = false
    let plain = try Stage(text, settings: settings)
    #expect(quick.host.tickUsage != .object, "seed \(seed): \(text)")
    #expect(plain.host.tickUsage == .object)
    for ltp in [100.05, 99.95, 100.1, 250.0, 0.05] {
      let first = quick.tick(ltp).failure
      let second = plain.tick(ltp).failure
      #expect(first?.kind == second?.kind && first?.source == second?.source, "seed \(seed)")
    }
    #expect(quick.said.lines == plain.said.lines, "seed \(seed): \(text)")
    #expect(
      quick.desk.requests.map(\.source) == plain.desk.requests.map(\.source), "seed \(seed)")
  }
}
