import Foundation
import Market
import Testing
import Trading

@testable import Scripting

@Suite("What a check finds without running")
struct ScriptReviewTests {
  private func findings(_ text: String) -> [String] {
    ScriptReview.findings(
      in: Array(text.utf8), symbols: ["NSE:SBIN-EQ", "SIM:A"], parameters: ["fast", "slow"]
    ).map { "\($0.line): \($0.sentence)" }
  }

  /// A script, and the one finding in it.
  static let found: [(String, String)] = [
    // Options.
    (
      "function on_tick(t)\n buy(t.symbol, 1, { stoploss = 1 }) end",
      "2: buy: unknown key 'stoploss' (did you mean 'stop_loss'?)"
    ),
    (
      "local o = sell(s, 1, {\n tag = 'x',\n ['prize'] = 5 })",
      "3: sell: unknown key 'prize' (did you mean 'price'?)"
    ),
    (
      "buy{ symbol = s, qty = 1, stoploss = 2 }",
      "1: buy: unknown key 'stoploss' (did you mean 'stop_loss'?)"
    ),
    ("buy{ symbl = s, qty = 1 }", "1: buy: unknown key 'symbl' (did you mean 'symbol'?)"),
    (
      "protect(s, { take_proft = 2 })",
      "1: protect: unknown key 'take_proft' (did you mean 'take_profit'?)"
    ),
    ("close(s, { stop_loss = 2 })", "1: close: unknown key 'stop_loss'"),
    (
      "buy(s, 1, { trail = { by = points(1), afer = pct(1) } })",
      "1: buy: trail: unknown key 'afer' (did you mean 'after'?)"
    ),
    (
      "protect(s, { breakeven = { after = R(1), ofset = points(1) } })",
      "1: protect: breakeven: unknown key 'ofset' (did you mean 'offset'?)"
    ),
    (
      "buy(s, 1, { take_profit = { { at = R(1), share = 0.5 }, { at = R(2), shar = 0.5 } } })",
      "1: buy: take_profit: unknown key 'shar' (did you mean 'share'?)"
    ),
    ("modify(o, { quantity = 5 })", "1: modify: unknown key 'quantity' (did you mean 'qty'?)"),
    (
      "for _, o in ipairs(orders{ stauts = 'pending' }) do end",
      "1: orders: unknown key 'stauts' (did you mean 'status'?)"
    ),
    ("reverse(s, { tga = 'x' })", "1: reverse: unknown key 'tga' (did you mean 'tag'?)"),
    (
      "target(s, 5, { vlidity = 'IOC' })",
      "1: target: unknown key 'vlidity' (did you mean 'validity'?)"
    ),
    // Callbacks.
    ("function on_tik(t) end", "1: nobody calls on_tik (did you mean 'on_tick'?)"),
    ("on_fil = function(f) end", "1: nobody calls on_fil (did you mean 'on_fill'?)"),
    ("function onBar(b) end", "1: nobody calls onBar (did you mean 'on_bar'?)"),
    // Symbols.
    (
      "local p = position('NSE:SBIN-EQQ')",
      "1: position: unknown symbol 'NSE:SBIN-EQQ' (did you mean 'NSE:SBIN-EQ'?); "
        + "strategy{ symbols = … } lists those it may use"
    ),
    (
      "buy{ symbol = \"MCX:GOLD26DECFUT\", qty = 1 }",
      "1: buy: unknown symbol 'MCX:GOLD26DECFUT'; strategy{ symbols = … } lists those it may use"
    ),
    // Fields.
    (
      "function on_tick(t) if t.lpt > 1 then end end",
      "1: tick has no field 'lpt' (did you mean 'ltp'?)"
    ),
    (
      "function on_tick(t) if t.last > 1 then end end",
      "1: tick has no field 'last' (did you mean 'ltp'?)"
    ),
    (
      "on_bar = function(bar) e = bar.clse end",
      "1: bar has no field 'clse' (did you mean 'close'?)"
    ),
    ("function on_fill(f) f = f.pric end", ""),
    (
      "function on_fill(f) x = function() return f.pric end end",
      "1: fill has no field 'pric' (did you mean 'price'?)"
    ),
    ("function on_order(o) print(o.stat) end", "1: order has no field 'stat'"),
    ("function on_position(p, event) print(p.avg) end", "1: position has no field 'avg'"),
    ("function on_error(e) print(e.msg) end", "1: error has no field 'msg'"),
    (
      "function on_start(ctx) print(ctx.mod) end",
      "1: context has no field 'mod' (did you mean 'mode'?)"
    ),
    (
      "rule('r', function(pos, tick, st, args) return pos.stopp end)",
      "1: position has no field 'stopp' (did you mean 'stop'?)"
    ),
    (
      "rule('r', function(pos, tick) return tick.bdi end)",
      "1: tick has no field 'bdi' (did you mean 'bid'?)"
    ),
    (
      "local p = position(s)\nprint(p.qty, p.is_flt)",
      "2: position has no field 'is_flt' (did you mean 'is_flat'?)"
    ),
    (
      "local a, b = account(), clock() print(a.cash, b.hou)",
      "1: clock has no field 'hou' (did you mean 'hour'?)"
    ),
    ("print(position(s).qtty)", "1: position has no field 'qtty' (did you mean 'qty'?)"),
    ("local o = buy(s, 1) print(o.okay)", "1: order has no field 'okay'"),
    (
      "local q = quote(s) if q then print(q.lpt) end",
      "1: tick has no field 'lpt' (did you mean 'ltp'?)"
    ),
    (
      "local m = ta.macd() print(m.signl)",
      "1: ta.macd has no field 'signl' (did you mean 'signal'?)"
    ),
    ("local e = ta.emma(5)", "1: ta has no field 'emma' (did you mean 'ema'?)"),
    ("log.wran('x')", "1: log has no field 'wran' (did you mean 'warn'?)"),
    ("print(params.fats)", "1: params: unknown parameter 'fats' (did you mean 'fast'?)"),
  ]

  @Test("each kind of misspelt name, with its line", arguments: found)
  func finds(text: String, expected: String) {
    #expect(findings(text) == (expected.isEmpty ? [] : [expected]))
  }

  @Test(
    "what may be meant is no finding",
    arguments: [
      "", "not lua at all (", "local t = { stoploss = 1 } print(t.stoploss)",
      "local function buy(s, q, o) end buy(s, 1, { stoploss = 1 })",
      "function buy(s, q, o) end buy(s, 1, { stoploss = 1 })",
      "local opts = { stoploss = 1 } enter(s, opts)", "enter(s, { stoploss = 1 })",
      "obj.buy(s, 1, { stoploss = 1 })", "obj:buy(s, 1, { stoploss = 1 })",
      "buy(s, 1, rule_of({ stoploss = 1 }))", "buy(s, 1, { rule = { 'r', stoploss = 1 } })",
      "buy(s, 1, { [key] = 1, stop_loss = limits.stoploss })",
      "log.info('NSE:NONE-EQ %s', 'BSE:NONE')", "if t.symbol == 'NSE:INFY-EQ' then end",
      "local p = position('NSE:SBIN-EQ')", "buy(pick('NSE:NONE-EQ'), 1)", "buy('ABC', 1)",
      "buy('NSE:' .. name, 1)", "local a = { ['NSE:NONE-EQ'] = 1 }",
      "function on_breakout(s) end on_breakout(1)", "function on_tik() end after(1, on_tik)",
      "local function on_tik() end", "on_tik = 5", "function one() end",
      "function obj.on_tik() end",
      "function on_tik() end call('on_tik')",
      "function on_tick(t) local t = { last = 1 } print(t.last) end",
      "function on_tick(t) t = t:copy() print(t.mine) end", "function on_tick(t) print(t[k]) end",
      "function on_tick(t) local c = t:copy() print(c.mine) end",
      "function on_tick(tick) local function f(tick) return tick.mine end f({ mine = 1 }) end",
      "local function on_tick(t) print(t.mine) end", "function obj.on_tick(t) print(t.mine) end",
      "function on_tick(t, u) print(u.mine) end", "for _, o in ipairs(orders()) do print(o.x) end",
      "local p = position(s) p = wrap(p) print(p.mine)",
      "local p = position(s) or {} print(p.mine)",
      "local p, q = position(s) print(p.mine)", "local p = f(position(s)) print(p.mine)",
      "rule('r', handler)", "rule('r', function(p, t, st, args) return st.mine + args.mine end)",
      "local position = other local p = position(s) print(p.mine)",
      "local ta = { mine = 1 } print(ta.mine)", "params = {} print(params.mine)",
      "local _ENV = { buy = f } buy(s, 1, { x = 1 })", "_G.buy = f buy(s, 1, { x = 1 })",
      "_G['buy'] = f buy(s, 1, { x = 1 })", "for k in pairs(_G) do end buy(s, 1, { x = 1 })",
      "print(params.fast, ta.ema, log.info, state.mine, state.day.mine)",
      "pcall(function() buy('SIM:NOPE', 1, { stoploss = 1 }) end)",
      "local b = bars(s, '1m') print(b.close[1], b.symbol, b.interval, b[1].mine)",
      "function on_session(phase, symbols) print(phase.x, symbols.n) end",
      "local m = ta.bbands(20, 2) print(m.upper, m.ready, m.value, m[1]) m:update(1)",
    ])
  func passes(text: String) { #expect(findings(text) == []) }

  @Test("random scripts of valid use have no finding", arguments: 0..<UInt64(300))
  func generated(seed: UInt64) {
    var generator = ValidScript(seed: seed)
    let text = generator.text()
    #expect(LuaOutline(Array(text.utf8)) != nil, "\(text)")
    #expect(findings(text) == [], "seed \(seed): \(text)")
  }

  @Test("the blocks of the reference and the examples have no finding")
  func documents() throws {
    var sources = ReferenceTests.blocks.map { (name: "line \($0.line)", text: $0.text) }
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../examples").standardized.resolvingSymlinksInPath()
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "lua" {
      sources.append((file.lastPathComponent, try String(contentsOf: file, encoding: .utf8)))
    }
    #expect(sources.count > ReferenceTests.blocks.count)
    for (name, text) in sources {
      let quoted = text.matches(of: /"((?:NSE|BSE|MCX|SIM):[^"]+)"/).map { String($0.1) }
      let words = text.matches(of: /params\.(\w+)/).map { String($0.1) }
      let found = ScriptReview.findings(
        in: Array(text.utf8), symbols: quoted, parameters: words)
      #expect(found == [], "\(name)")
    }
  }
}
