import Market
import Money
import Testing

@testable import Scripting
@testable import Trading

@Suite("Ticks with one side")
struct OneSidedTickTests {
  /// Sends a tick with these sides in rupees; 0 is none.
  private func tick(_ stage: Stage, bid: Int64, ask: Int64) -> CallOutcome {
    let id = stage.id("SIM:A")
    let tick = Tick(
      time: stage.desk.time, instrument: id, bid: Price(micros: bid * 1_000_000),
      ask: Price(micros: ask * 1_000_000), ltp: Price(micros: 100_000_000))
    stage.desk.quotes[id] = (tick, 1)
    return stage.host.run(TickRun(taken: 1), of: CollectionOfOne(tick).span, port: &stage.desk)
      .outcome
  }

  private func stages(_ text: String) throws -> (quick: Stage, plain: Stage) {
    var settings = ScriptSettings()
    let quick = try Stage(text, settings: settings)
    settings.takesShortcuts = false
    let plain = try Stage(text, settings: settings)
    #expect(plain.host.tickUsage == .object)
    return (quick, plain)
  }

  @Test("a side that nobody quotes is nil, and mid is the last price then")
  func sides() throws {
    let text = """
      function on_tick(t)
        print(t.bid, t.ask, t.mid)
        local q = quote("SIM:A")
        print(q.bid, q.ask, q.mid, q:copy().bid, q:copy().mid)
      end
      """
    let (quick, plain) = try stages(text)
    #expect(quick.host.tickUsage == .positional([.bid, .ask, .mid]))
    for stage in [quick, plain] {
      for (bid, ask) in [(99, 102), (0, 102), (99, 0), (0, 0)] as [(Int64, Int64)] {
        #expect(tick(stage, bid: bid, ask: ask).failure == nil)
      }
      #expect(
        stage.said.lines == [
          #"99.0\t102.0\t100.5"#, #"99.0\t102.0\t100.5\t99.0\t100.5"#,
          #"nil\t102.0\t100.0"#, #"nil\t102.0\t100.0\tnil\t100.0"#,
          #"99.0\tnil\t100.0"#, #"99.0\tnil\t100.0\t99.0\t100.0"#,
          #"nil\tnil\t100.0"#, #"nil\tnil\t100.0\tnil\t100.0"#,
        ])
    }
  }

  /// Bodies of `on_tick(tick)` that trip over a missing bid, and what Lua says.
  static let errors: [(String, String)] = [
    ("local x = tick.ask - tick.bid", "attempt to perform arithmetic on a nil value (field 'bid')"),
    ("local x = -tick.bid", "attempt to perform arithmetic on a nil value (field 'bid')"),
    ("local x = tick.bid .. ''", "attempt to concatenate a nil value (field 'bid')"),
    ("local x = #tick.bid", "attempt to get length of a nil value (field 'bid')"),
    ("local x = tick.bid | 1", "attempt to perform bitwise operation on a nil value (field 'bid')"),
    ("local x = tick.bid < 1", "attempt to compare nil with number"),
    (
      "local b = tick.bid local x = b + 1",
      "attempt to perform arithmetic on a nil value (local 'b')"
    ),
    (
      "local f = function() return tick.oi + 1 end f()",
      "attempt to perform arithmetic on a nil value (field 'oi')"
    ),
    (
      "local x = tick.ask_qty * 2",
      "attempt to perform arithmetic on a nil value (field 'ask_qty')"
    ),
    ("for i = 1, tick.bid do end", "bad 'for' limit (number expected, got nil)"),
    (
      "local x = position(tick.symbol).is_flat + 1",
      "attempt to perform arithmetic on a boolean value (field 'is_flat')"
    ),
    (
      "local x = 1 + (position(tick.symbol).is_long)",
      "attempt to perform arithmetic on a boolean value (field 'is_long')"
    ),
    (
      "local x = #position(tick.symbol).qty",
      "attempt to get length of a number value (field 'qty')"
    ),
  ]

  @Test("an error names the field as Lua does, however the tick is passed", arguments: errors)
  func named(body: String, message: String) throws {
    let (quick, plain) = try stages("\nfunction on_tick(tick)\n\(body)\nend")
    #expect(quick.host.tickUsage != .object)
    for stage in [quick, plain] {
      let failure = tick(stage, bid: 0, ask: 101).failure
      #expect(failure?.message == message)
      #expect(failure?.source == "test.lua:3")
    }
  }

  @Test(
    "so does the text that a script catches", arguments: errors.filter { $0.1.contains("field") })
  func caught(body: String, message: String) throws {
    let (quick, plain) = try stages(
      """
      function on_tick(tick)
        print(pcall(function() \(body) end))
        print(coroutine.resume(coroutine.create(function() \(body) end)))
        print(pcall(coroutine.wrap(function() \(body) end)))
        local co = coroutine.create(function() coroutine.yield() \(body) end)
        coroutine.resume(co) coroutine.resume(co)
        print(coroutine.close(co))
        print(select(2, pcall(error, "(local 'x')")))
      end
      """)
    #expect(quick.host.tickUsage != .object)
    for stage in [quick, plain] { #expect(tick(stage, bid: 0, ask: 101).failure == nil) }
    #expect(quick.said.lines == plain.said.lines)
    #expect(quick.said.lines.count == 5)
    #expect(quick.said.lines.first == #"false\ttest.lua:2: "# + message)
  }

  @Test("a variable of the script's own keeps its name")
  func ownNames() throws {
    let (quick, plain) = try stages(
      "local t_oi function on_tick(t) local x = t.ltp print(pcall(function() return t_oi + x end)) end"
    )
    #expect(quick.host.tickUsage == .positional([.ltp]))
    for stage in [quick, plain] { #expect(tick(stage, bid: 0, ask: 101).failure == nil) }
    #expect(quick.said.lines == plain.said.lines)
    #expect(quick.said.lines.first?.contains("upvalue 't_oi'") == true)
  }

  @Test(
    "where a text could tell the two ways apart, the tick is passed as it is",
    arguments: [
      "function on_tick(t) print(\"(local 't_bid')\", t.bid) end",
      "function on_tick(t) local x <close> = nil print(t.bid) end",
    ])
  func doubt(text: String) { #expect(TickRewriting(Array(text.utf8)) == nil) }
}
