import Market
import Money
import Testing

@testable import Scripting
@testable import Trading

@Suite("Names of the API")
struct NameTests {
  private static let declaration =
    #"strategy { name = "test", symbols = { "SIM:A" }, bars = { "1m" } } params { fast = 5 }"#

  private func stage(_ body: String) throws -> Stage {
    try Stage(Self.declaration + body, isWhole: true)
  }

  /// Runs every callback once; the first failure.
  private func failure(_ stage: Stage) -> ScriptFailure? {
    let id = stage.id("SIM:A")
    var outcomes = [stage.call(.start(mode: .replay, isResumed: false, openPositions: []))]
    outcomes.append(stage.tick())
    _ = stage.desk.place(OrderRequest(side: .buy, instrument: id, quantity: .whole(5)))
    let price = Price(micros: 100_000_000)
    let calls: [ScriptCall] = [
      .fill(
        Fill(
          order: 0, number: 1, instrument: id, side: .buy, quantity: 5, price: price,
          commission: .zero, realized: .zero, time: stage.desk.time)),
      .order(index: 0), .position(PositionView(instrument: id), .opened),
      .bar(
        Bar(
          instrument: id, interval: .m1, start: EventTime(milliseconds: 0), open: price,
          high: price, low: price, close: price, volume: 7)),
      .error(ScriptFailure(kind: .error, callback: "on_tick", message: "x")),
    ]
    outcomes += calls.map { stage.call($0) }
    return outcomes.lazy.compactMap(\.failure).first
  }

  /// An expression with a misspelt field, and what the message says.
  static let misspelt: [(String, String)] = [
    ("position(S).avgprice", "position has no field 'avgprice' (did you mean 'avg_price'?)"),
    ("position(S).quantity", "position has no field 'quantity' (did you mean 'qty'?)"),
    ("position(S)[1]", "a position's fields have names, not a number"),
    ("buy(S, 1).reson", "order has no field 'reson' (did you mean 'reason'?)"),
    ("orders{}[1].status_", "order has no field 'status_' (did you mean 'status'?)"),
    ("account().equty", "account has no field 'equty' (did you mean 'equity'?)"),
    ("account().balance", "account has no field 'balance' (did you mean 'cash'?)"),
    ("instrument(S).tick_size", "instrument has no field 'tick_size' (did you mean 'increment'?)"),
    ("clock().hours", "clock has no field 'hours' (did you mean 'hour'?)"),
    ("quote(S).lpt", "tick has no field 'lpt' (did you mean 'ltp'?)"),
    ("tick.midd", "tick has no field 'midd' (did you mean 'mid'?)"),
    ("bars(S, '1m').clsoe", "bars has no field 'clsoe' (did you mean 'close'?)"),
    ("bars(S, '1m').zzzzzz", "bars has no field 'zzzzzz'"),
    ("bars(S, '1m').close.value", "a series has places from 1"),
    ("ta.emma(5)", "ta has no field 'emma' (did you mean 'ema'?)"),
    ("ta.ema(5).valu", "ta.ema has no field 'valu' (did you mean 'value'?)"),
    ("log.wran('x')", "log has no field 'wran' (did you mean 'warn'?)"),
    ("params.fst", "params: unknown parameter 'fst' (did you mean 'fast'?)"),
    ("after(1, print).cancl", "timer has no field 'cancl' (did you mean 'cancel'?)"),
  ]

  @Test("an unknown field of an API table is an error at its line", arguments: misspelt)
  func unknown(code: String, message: String) throws {
    let stage = try stage("local S = 'SIM:A'\nfunction on_tick(tick)\n  local x = \(code)\nend")
    _ = stage.desk.place(
      OrderRequest(side: .buy, instrument: stage.id("SIM:A"), quantity: .whole(5)))
    let failure = stage.tick().failure
    let isSaid = failure?.message.hasPrefix(message) ?? false
    #expect(isSaid, "\(failure?.message ?? "no failure")")
    #expect(failure?.source == "test.lua:3")
  }

  @Test(
    "so it is in the tables that callbacks get",
    arguments: [
      ("on_start(t) t.mod = nil", "a context is read-only"),
      ("on_start(t) local x = t.mod", "context has no field 'mod' (did you mean 'mode'?)"),
      ("on_fill(t) local x = t.pric", "fill has no field 'pric' (did you mean 'price'?)"),
      ("on_order(t) local x = t.quantity", "order has no field 'quantity' (did you mean 'qty'?)"),
      (
        "on_position(t) local x = t.is_flt",
        "position has no field 'is_flt' (did you mean 'is_flat'?)"
      ),
      ("on_bar(t) local x = t.clse", "bar has no field 'clse' (did you mean 'close'?)"),
      ("on_error(t) local x = t.mesage", "error has no field 'mesage' (did you mean 'message'?)"),
    ])
  func inCallbacks(code: String, message: String) throws {
    let stage = try stage(" function on_tick() end\nfunction \(code) end")
    let failure = failure(stage)
    #expect(failure?.message == message)
    #expect(failure?.source == "test.lua:2")
  }

  @Test("a rule's position and tick know their fields")
  func rule() throws {
    let stage = try stage(
      "rule('r', function(pos, tick, st, args) return pos.avg_prce end) function on_tick() end")
    let id = stage.id("SIM:A")
    let outcome = stage.call(
      .rule(
        name: "r", arguments: [], position: PositionView(instrument: id),
        tick: Stage.tick(100, instrument: id, sequence: 9), sequence: 9))
    #expect(
      outcome.failure?.message == "position has no field 'avg_prce' (did you mean 'avg_price'?)")
  }

  @Test("a field that has no value is nil")
  func withoutValue() throws {
    let stage = try stage(
      """
      function on_tick(tick)
        local p, o = position("SIM:A"), buy("SIM:A", 1)
        print(p.stop, p.target, p.opened_at, p.best, p.worst, p.r, tick.oi, o.reason, o.detail)
        print(instrument("SIM:A").freeze)
      end
      function on_bar(bar) print(bar.date == nil or #bar.date == 10) end
      """)
    #expect(failure(stage) == nil)
    #expect(stage.said.lines == [#"nil\tnil\tnil\tnil\tnil\tnil\tnil\tnil\tnil"#, "nil", "true"])
  }

  @Test(
    "an API table cannot be written",
    arguments: [
      "position('SIM:A').qty = 1", "position('SIM:A').new = 1", "position('SIM:A').stop = 1",
      "account().cash = 1", "clock().hour = 1", "instrument('SIM:A').lot = 1", "ta.ema = nil",
      "ta.mine = 1", "log.info = nil", "buy('SIM:A', 1).qty = 2", "tick.ltp = 1", "params.fast = 1",
      "bars('SIM:A', '1m').close = 1", "ta.ema(5).value = 1", "after(1, print).cancel = 1",
      "rawset(position('SIM:A'), 'qty', 1)", "table.insert(account(), 1)",
    ])
  func written(code: String) throws {
    let stage = try stage("\nfunction on_tick(tick) \(code) end")
    let failure = stage.tick().failure
    let isSaid = failure?.message.contains("read-only") ?? false
    #expect(isSaid, "\(failure?.message ?? "no failure")")
    #expect(failure?.source == "test.lua:2")
  }

  @Test("pairs, next and rawget see the fields that have a value, in their order")
  func traversed() throws {
    let stage = try stage(
      """
      function on_tick(tick)
        local names = {}
        for name, value in pairs(position("SIM:A")) do names[#names + 1] = name end
        print(table.concat(names, " "))
        local steps, key = {}, nil
        local c = clock()
        repeat key = next(c, key) steps[#steps + 1] = key until key == nil
        print(table.concat(steps, " "))
        print(rawget(c, "hour") == c.hour, rawget(c, "hours"), #c, #position("SIM:A"), type(c), tostring(c))
        for name in pairs(ta) do assert(ta[name]) end
        print(next({ 7 }), rawget({ 7 }, 1), pcall(rawget, 1, 1))
      end
      """)
    #expect(stage.tick().failure == nil)
    #expect(
      stage.said.lines == [
        "avg_price bars_held is_flat is_long is_short net_pnl pnl qty symbol tag",
        "date hms hour minute second", #"true\tnil\t0\t0\ttable\tclock"#,
        #"1\t7\tfalse\tbad argument #1 to 'rawget' (table expected, got number)"#,
      ])
  }

  @Test(
    "scripts cannot reach the metatables",
    arguments: [
      "position('SIM:A')", "account()", "clock()", "instrument('SIM:A')", "buy('SIM:A', 1)", "ta",
      "log", "params", "bars('SIM:A', '1m')", "ta.ema(5)", "tick",
    ])
  func locked(code: String) throws {
    let stage = try stage(
      """
      function on_tick(tick)
        local t = \(code)
        print(getmetatable(t), pcall(setmetatable, t, {}))
      end
      """)
    #expect(stage.tick().failure == nil)
    let line = stage.said.lines.first ?? ""
    #expect(line.hasPrefix(#"false\tfalse\t"#), "\(line)")
  }

  @Test(
    "what is kept in state says what to do",
    arguments: [
      ("state.p = position('SIM:A')", "state.p: a position is no plain data: keep the fields"),
      ("state.o = buy('SIM:A', 1)", "state.o: an order is no plain data: keep the fields"),
      ("state.list = { clock() }", "state.list[1]: a clock is no plain data: keep the fields"),
      (
        "state.mine = setmetatable({}, {})",
        "state.mine: a table with a metatable is no plain data"
      ),
    ])
  func kept(code: String, message: String) throws {
    let stage = try stage(" function on_tick() \(code) end")
    let failure = stage.tick().failure
    let isSaid = failure?.message.hasPrefix(message) ?? false
    #expect(isSaid, "\(failure?.message ?? "no failure")")
  }

  @Test("a table's fields are those that the editor lists, facts and values alike")
  func catalogue() throws {
    let stage = try stage(
      """
      local function names(t)
        local list = {}
        for name in pairs(t) do list[#list + 1] = name end
        print(table.concat(list, " "))
      end
      function on_tick(tick)
        names(position("SIM:A")) names(account()) names(clock()) names(tick:copy())
      end
      """)
    let id = stage.id("SIM:A")
    var view = PositionView(instrument: id)
    let price = Price(micros: 1)
    view.lastPrice = price
    (view.stop, view.target, view.trip.best, view.trip.worst) = (price, price, price, price)
    view.trip.openedAt = stage.desk.time
    view.riskMultipleMicros = 1
    stage.desk.positions[id] = view
    #expect(stage.tick().failure == nil)
    let listed = ["Position", "Account", "Clock"].map { APICatalogue.fieldNames(of: $0).sorted() }
    let seen = stage.said.lines.map { $0.split(separator: " ").map(String.init) }
    #expect(Array(seen.prefix(3)) == listed)
    let fields = Set(APICatalogue.fieldNames(of: "Tick"))
    #expect(fields == Set(TickField.allCases.map(\.name) + ["copy"]))
    #expect(Set(seen[3]).isSubset(of: fields))
  }
}
