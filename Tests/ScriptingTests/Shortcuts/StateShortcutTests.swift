import Foundation
import Market
import Testing
import Trading

@testable import Scripting

/// A state whose tables note what is written to them against one that is looked at after each callback.
@Suite("A state that notes its writes is the state that is looked at whole")
struct StateShortcutTests {
  /// Scripts a part; `SAUDA_NIGHTLY` looks at ten times as many.
  private static let scripts: UInt64 =
    ProcessInfo.processInfo.environment["SAUDA_NIGHTLY"] == nil ? 25 : 250
  private static let batches = [1, 2, 5, 16, 64]

  @Test("200 generated scripts: decisions, output, error texts and bytes", arguments: UInt64(0)..<8)
  func generated(part: UInt64) {
    var failed = 0
    for seed in (part * Self.scripts)..<((part + 1) * Self.scripts) {
      var generator = StateScript(seed: seed, isQuiet: seed % 3 == 0)
      let text = generator.text("any")
      let ticks = Self.days(seed: seed)
      var run = ShortcutRun(
        [.init(name: "kept.lua", text: text)], batch: nil, outlivesScripts: seed % 4 != 0)
      let expected = run.records(ticks)[0]
      let tables = run.tables
      failed += expected.failures.isEmpty ? 0 : 1
      run.batch = Self.batches[Int(seed % 5)]
      let record = run.records(ticks)[0]
      #expect(record.failures == expected.failures, "seed \(seed)")
      #expect(record.lines == expected.lines, "seed \(seed)")
      #expect(record.decisions == expected.decisions, "seed \(seed)")
      #expect(run.tables == tables, "seed \(seed)")
    }
    #expect(failed > Int(Self.scripts) / 4 && failed < Int(Self.scripts), "\(failed)")
  }

  /// A walk over three days.
  private static func days(seed: UInt64) -> [Tick] {
    var ticks = ShortcutTicks.walk(seed: seed, count: 50)
    for place in ticks.indices {
      let later = Int64(place / 20) * 86_400_000
      ticks[place].time = EventTime(milliseconds: ticks[place].time.milliseconds + later)
    }
    return ticks
  }

  @Test("what is no plain data is named as if the whole were looked at", arguments: 0..<14)
  func texts(place: Int) {
    let spoiling = [
      "state.orders = { 1, 2, print }", "state.o.a.x = { b = coroutine.create(print) }",
      "state.me = state", "state.o.a.up = state.o", "state.m = setmetatable({}, {})",
      "state[{}] = 1", "state.x = (\"x\"):rep(300000)", "state.o[print] = nil state.o[1] = print",
      "local t = state for i = 1, 100 do t.x = {} t = t.x end",
      "local t = {} for i = 1, 60 do t = { t, t } end state.t = t",
      "setmetatable(state, {})", "setmetatable(state.o, { __index = state })",
      "state.p = position(\"SIM:A\")", "state.o.t = tick",
    ][place]
    let text = """
      strategy { name = "spoilt", symbols = { "SIM:A", "SIM:B" } }
      state.o = { a = { n = 0 } }
      local o = state.o
      function on_tick(tick)
        state.n = (state.n or 0) + 1
        if state.n == 7 then \(spoiling) end
        o.a.n = o.a.n + 1
      end
      function on_error(err) print(err.message, state.n, o.a.n, state.o == o) end
      """
    let ticks = ShortcutTicks.walk(seed: 3, count: 20)
    var run = ShortcutRun([.init(name: "spoilt.lua", text: text)], batch: nil)
    let expected = run.records(ticks)[0]
    #expect(expected.failures.count > 0)
    #expect(expected.lines.count == 1)
    run.batch = 16
    #expect(run.records(ticks)[0] == expected)
  }

  @Test("a callback of a run that fails undoes what it wrote itself, and no more")
  func middle() throws {
    let text = """
      strategy { name = "middle", symbols = { "SIM:A", "SIM:B" } }
      function on_tick(tick)
        state.n = (state.n or 0) + 1
        state.last = tick.seq
        if tick.seq == 9 then error("no") end
      end
      function on_stop() print(state.n, state.last) end
      """
    let ticks = ShortcutTicks.walk(seed: 4, count: 30)
    var run = ShortcutRun([.init(name: "middle.lua", text: text)], batch: 16)
    let lines = run.records(ticks)[0].lines
    guard case .line(_, let said)? = lines.last?.output else { return #expect(Bool(false)) }
    #expect(said == #"8\t8"#)
  }
}
