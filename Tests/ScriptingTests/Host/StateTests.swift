import Market
import Money
import Testing
import Trading

@testable import Scripting

@Suite("State of a script")
struct StateTests {
  @Test("a failing callback leaves the state as it was, in the tables the script holds")
  func rollBack() throws {
    let stage = try Stage(
      """
      state.list = { 1 }
      local alias, day = state.list, state.day
      function on_tick(tick)
        alias[#alias + 1] = tick.seq
        state.last = tick.seq
        day.n = (day.n or 0) + 1
        if tick.seq == 2 then state.new = {} error("no") end
      end
      function on_stop() print(#alias, #state.list, state.last, day.n, state.new) end
      """)
    #expect(stage.tick().failure == nil)
    #expect(stage.tick().failure?.message == "no")
    #expect(stage.tick().failure == nil)
    stage.call(.stop(reason: "end"))
    #expect(stage.said.lines == [#"3\t3\t3\t2\tnil"#])
  }

  @Test(
    "state that is no plain data fails the callback that made it",
    arguments: [
      ("state.f = print", "state.f"), ("state.a = {} state.a.a = state.a", "state.a"),
      ("state.m = setmetatable({}, {})", "state.m"), ("state.big = ('x'):rep(300000)", "262144"),
      ("setmetatable(state, {})", "state"),
    ])
  func notPlain(code: String, part: String) throws {
    let stage = try Stage("function on_tick(tick) if tick.seq == 1 then \(code) end end")
    let failure = stage.tick().failure
    #expect(failure?.kind == .error)
    #expect(failure?.message.contains(part) == true, "\(failure?.message ?? "")")
    #expect(failure?.message.contains("state.state") == false)
    #expect(stage.tick().failure == nil)
  }

  @Test("a new day empties state.day and nothing else")
  func newDay() throws {
    let stage = try Stage(
      """
      local day = state.day
      function on_tick() day.n = (day.n or 0) + 1 state.n = (state.n or 0) + 1 end
      function on_stop() print(day.n, state.n, day == state.day) end
      """)
    stage.tick()
    stage.call(.newDay)
    stage.tick()
    stage.call(.stop(reason: "end"))
    #expect(stage.said.lines == [#"1\t2\ttrue"#])
  }

  @Test(
    "a state that cannot be kept is the fault of the callback that left it so",
    arguments: [
      ("on_tick", "test.lua:3"), ("rule:long", "test.lua:2"), ("on_start", "test.lua:4"),
    ])
  func faults(callback: String, line: String) throws {
    let stage = try Stage(
      """
      local function spoil() state.x = ("x"):rep(300000) end
      rule("long", function() spoil() end)
      function on_tick() spoil() end
      function on_start() spoil() end
      """)
    let outcome =
      switch callback {
      case "on_tick": stage.tick()
      case "on_start": stage.call(.start(mode: .replay, isResumed: false, openPositions: []))
      default: stage.rule("long")
      }
    #expect(outcome.failure?.callback == callback)
    #expect(outcome.failure?.source == line)
    #expect(outcome.failure?.message == "state: larger than 262144 bytes")
  }

  @Test("state goes from one session to the next, the tables of rules too")
  func restart() throws {
    let text = """
      state.n = 0
      rule("count", function(pos, tick, st) st.n = (st.n or 0) + 1 print("st", st.n) end)
      function on_tick() state.n = state.n + 1 print("n", state.n) end
      """
    let first = try Stage(text)
    first.tick()
    first.tick()
    first.rule("count")
    let second = try Stage(text)
    try second.host.restoreState(first.host.stateBytes)
    second.tick()
    second.rule("count")
    #expect(second.said.lines == [#"n\t3"#, #"st\t2"#])
    #expect(throws: ScriptFailure.self) { try second.host.restoreState([1, 2, 3]) }
    second.tick()
    #expect(second.said.lines.last == #"n\t4"#)
  }

  /// A script whose decisions hang on all it keeps: its state, the state of the day and a rule's table.
  private static let keeper = """
    state.n = 0
    rule("count", function(pos, tick, st)
      st.n = (st.n or 0) + 1
      if (st.n + state.n) % 4 == 0 then return exit("enough " .. st.n) end
    end)
    function on_tick(tick)
      state.n = state.n + 1
      state.day[tick.symbol] = (state.day[tick.symbol] or 0) + 1
      if position(tick.symbol).is_flat and (state.n + state.day[tick.symbol]) % 3 == 0 then
        buy(tick.symbol, 1 + state.n % 5, { rule = "count", tag = "day " .. state.day[tick.symbol] })
      end
    end
    """

  /// The decisions of a session of 60 ticks over two days whose script is loaded anew after some.
  private static func decisions(restartAfter restart: Int?) throws -> [Decision] {
    let first = try Session(keeper)
    var engine = first.engine()
    var effects: [Effect] = []
    engine.start(at: EventTime(milliseconds: 1_736_135_400_000), mode: .replay, into: &effects)
    for number in 0..<60 {
      if number == restart {
        let tables = engine.rules.tables(script: 0)
        var rules = ScriptRules([try Session(keeper).host])
        try rules.restore(tables, script: 0)
        engine.rules = rules
      }
      let ltp = Price(micros: 100_000_000 + Int64(number % 7) * 50_000)
      let time = 1_736_135_400_000 + Int64(number) * 1_000 + (number < 25 ? 0 : 86_400_000)
      let tick = Tick(
        time: EventTime(milliseconds: time), instrument: InstrumentID(index: Int32(number % 2)),
        bid: ltp, ask: ltp, ltp: ltp)
      try engine.process(tick, into: &effects)
    }
    #expect(engine.desks[0].failure == nil)
    return effects.compactMap { if case .decision(_, let decision) = $0 { decision } else { nil } }
  }

  @Test("a script that is given what it kept decides as if it had gone on", arguments: 1..<60)
  func tables(restart: Int) throws {
    let whole = try Self.decisions(restartAfter: nil)
    #expect(whole.count > 20)
    #expect(try Self.decisions(restartAfter: restart) == whole)
  }

  @Test("tables that are none are refused, and change nothing")
  func noTables() throws {
    var rules = ScriptRules([try Session(Self.keeper).host])
    let kept = rules.tables(script: 0)
    #expect(throws: ScriptFailure.self) { try rules.restore([1, 2, 3], script: 0) }
    #expect(rules.tables(script: 0) == kept)
  }

  @Test("a script that never mentions state is not asked for it")
  func unused() throws {
    #expect(try Stage("function on_tick() end").host.state.isTracked == false)
    #expect(try Stage("function on_tick() local s = state end").host.state.isTracked)
    #expect(try Stage("function on_tick() local s = _G['st' .. 'ate'] end").host.state.isTracked)
    #expect(try Stage("-- state\nfunction on_tick() end").host.state.isTracked == false)
  }
}

extension Stage {
  /// Asks a rule about a position in SIM:A of 10 units.
  @discardableResult
  func rule(_ name: String, arguments: [UInt8] = [], trip: Int64 = 1) -> CallOutcome {
    var position = PositionView(instrument: id("SIM:A"))
    position.quantity = 10
    position.trip.number = trip
    return call(
      .rule(
        name: name, arguments: arguments, position: position,
        tick: Stage.tick(100, instrument: id("SIM:A"), sequence: 1), sequence: 1))
  }
}
