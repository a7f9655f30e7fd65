import Foundation
import Testing
import Trading

@testable import Scripting

/// Rules that are asked within runs of ticks against rules that are called one by one: decisions, output, error
/// texts and what they keep.
@Suite("Rules that are asked in runs decide what they decide one by one")
struct RuleShortcutTests {
  /// Scripts a part; `SAUDA_NIGHTLY` looks at ten times as many.
  private static let scripts: UInt64 =
    ProcessInfo.processInfo.environment["SAUDA_NIGHTLY"] == nil ? 60 : 600

  @Test("480 generated scripts of one symbol", arguments: UInt64(0)..<8)
  func generated(part: UInt64) {
    var failed = 0
    for seed in (part * Self.scripts)..<((part + 1) * Self.scripts) {
      var script = RuledScript(seed: seed)
      let ticks = ShortcutTicks.walk(seed: seed, count: 120, of: [0])
      var files = [ShortcutRun.File(name: "ruled.lua", text: script.text("one"))]
      if seed % 5 == 0 { files.append(.init(name: "other.lua", text: script.text("two"))) }
      var run = ShortcutRun(files, batch: nil, outlivesScripts: seed % 4 != 0)
      let expected = run.records(ticks)
      let tables = run.tables
      if expected.contains(where: { !$0.failures.isEmpty }) { failed += 1 }
      run.batch = [1, 4, 160, 160][Int(seed / 4 % 4)]
      let found = run.records(ticks)
      #expect(found == expected, "seed \(seed): \(files[0].text)")
      // Where several scripts end with the first failure, the others may have kept something later.
      if files.count == 1 { #expect(run.tables == tables, "seed \(seed): \(files[0].text)") }
    }
    #expect(failed > Int(Self.scripts) / 10 && failed < Int(Self.scripts) * 9 / 10, "\(failed)")
  }

  private static let ticks = ShortcutTicks.walk(seed: 11, count: 80, of: [0])

  @Test("what a rule noted of its position is undone where it fails", arguments: [nil, 1, 7, 200])
  func undone(batch: Int?) {
    let text = """
      strategy { name = "ruled", symbols = { "SIM:A" } }
      rule("r", function(pos, tick, st)
        st.n = (st.n or 0) + 1
        st.odd = st.n % 2 == 1
        if st.n == 20 then st.n, st.extra = 1000, true error("the twentieth") end
      end)
      local seen = 0
      function on_tick(tick) seen = seen + 1 if seen == 1 then buy("SIM:A", 1, { rule = "r" }) end end
      """
    var run = ShortcutRun(
      [.init(name: "ruled.lua", text: text)], batch: batch, outlivesScripts: true)
    let record = run.records(Self.ticks)[0]
    #expect(!record.failures.isEmpty)
    let kept = run.tables[0]
    let other = text.replacing("st.n, st.extra = 1000, true ", with: "")
    run.files = [.init(name: "ruled.lua", text: other)]
    _ = run.records(Self.ticks)
    #expect(run.tables[0] == kept, "what it wrote before its error is not kept")
    let sooner = text.replacing("st.n == 20", with: "st.n == 19")
    run.files = [.init(name: "ruled.lua", text: sooner)]
    _ = run.records(Self.ticks)
    #expect(run.tables[0] != kept, "what it wrote at the ticks before is")
  }

  @Test(
    "on_tick that fails in a run of ruled ticks undoes nothing of the rule's",
    arguments: [nil, 200])
  func handlerFails(batch: Int?) {
    let text = """
      strategy { name = "ruled", symbols = { "SIM:A" } }
      rule("r", function(pos, tick, st) st.n = (st.n or 0) + 1 end)
      local seen = 0
      function on_tick(tick)
        seen = seen + 1
        if seen == 1 then buy("SIM:A", 1, { rule = "r" }) end
        if seen == 30 then error("the thirtieth") end
      end
      """
    var run = ShortcutRun(
      [.init(name: "ruled.lua", text: text)], batch: batch, outlivesScripts: true)
    #expect(!run.records(Self.ticks)[0].failures.isEmpty)
    let kept = run.tables[0]
    run.files = [
      .init(
        name: "ruled.lua",
        text: text.replacing("seen == 30", with: "seen > 900")
          .replacing(
            "function(pos, tick, st)",
            with: "function(pos, tick, st) if (st.n or 0) == 29 then error() end"))
    ]
    _ = run.records(Self.ticks)
    #expect(run.tables[0] == kept)
  }
}

/// Writes scripts of one symbol with rules that mostly read fields, count, and trail.
private struct RuledScript {
  private var random: AnyScript

  init(seed: UInt64) { random = AnyScript(seed: seed, isQuiet: false) }

  mutating func text(_ name: String) -> String {
    var lines = [
      "strategy { name = \"\(name)\", symbols = { \"SIM:A\" }, allow_short = true"
        + (random.next(4) == 0 ? ", bars = { \"1s\", \"5s\" }" : "")
        + (random.next(5) == 0 ? ", trigger = \"quote\"" : "") + " }",
      "local n, x = 0, 0",
    ]
    if random.next(6) == 0 { lines.append("state.seen = 0") }
    lines.append("rule(\"r\", function(pos, tick, st, args)")
    for _ in 0..<(1 + random.next(4)) { lines.append(act()) }
    lines.append("\(answer())\nend)")
    lines.append("function on_tick(tick) n = n + 1")
    let protection = [
      "stop_loss = points(6)", "stop_loss = points(2), take_profit = points(4)",
      "trail = { by = points(1), step = points(0.2) }", "breakeven = { after = points(0.5) }",
      "stop_loss = pct(5)",
    ]
    let rule = random.one(of: ["\"r\"", "{ \"r\", w = \(1 + random.next(5)) }"])
    lines.append(
      "if position(\"SIM:A\").is_flat and n % \(2 + random.next(5)) == 1 then "
        + "\(random.one(of: ["buy", "buy", "sell"]))(\"SIM:A\", 2, { \(random.one(of: protection)), "
        + "rule = \(rule) }) end")
    for _ in 0..<random.next(3) { lines.append(statement()) }
    lines.append("end")
    if random.next(3) == 0 { lines.append("function on_fill(f) x = x + f.price end") }
    return lines.joined(separator: "\n")
  }

  private mutating func act() -> String {
    random.one(of: [
      "st.n = (st.n or 0) + 1", "st.best = math.max(st.best or pos.avg_price, tick.ltp)",
      "st.low = math.min(st.low or tick.ltp, tick.ltp)", "st.late = n > 20", "x = x + pos.pnl",
      "if (st.n or 0) > 9 then st.n = 0 end", "st.word = n % 7 == 0 and \"seven\" or \"other\"",
      "if n % 11 == 0 then st.n, st.best = nil, nil end", "st.r = pos.r", "st.worst = pos.worst",
      "if n % 9 == 0 then print(pos.best, pos.worst, pos.net_pnl, pos.r) end",
      "x = x + #pos.tag + pos.bars_held + (pos.stop or 0) + (pos.target or 0)",
      "if n % 13 == 0 then x = position(\"SIM:A\").pnl - pos.pnl print(x, account().equity) end",
      "if n == \(6 + random.next(60)) then st.n = -1 st.new = 1 error(\"now \" .. n) end",
      "if n == \(6 + random.next(60)) then st.n = tick.nothing end", "st.t = tick.time",
      "st.list = { n % 3 }", "if n % 5 == 0 then log.info(\"%d\", n) end",
      "if n % 17 == 0 then protect(\"SIM:A\", { stop_loss = pos.avg_price - 3 }) end",
      "if n == 25 then pcall(buy, \"SIM:A\", 1) end",
    ])
  }

  private mutating func answer() -> String {
    random.one(of: [
      "return st.best and st.best - 1", "return tick.ltp - (args.w or 2)", "return nil",
      "return pos.best - 0.8", "if n % 10 == 0 then return pos.avg_price end",
      "if n % 6 == 0 then return { take_profit = tick.ltp + 2 } end",
      "if pos.pnl > 2 then return exit(\"enough\") end", "return points(3)", "return 0.05",
      "if n % 8 == 0 then return exit() end return pos.is_long and tick.ltp - 5 or tick.ltp + 5",
    ])
  }

  private mutating func statement() -> String {
    random.one(of: [
      "x = x + tick.ltp", "if n % 12 == 0 then close(\"SIM:A\") end", "print(n, x)",
      "if n % 15 == 0 then protect(\"SIM:A\", { stop_loss = points(1), allow_widen = true }) end",
      "if n % 19 == 0 then unprotect(\"SIM:A\") end",
      "if n == \(8 + random.next(60)) then error(\"handler\") end",
      "local p = position(\"SIM:A\") x = x + p.qty + (p.stop or 0)",
    ])
  }
}
