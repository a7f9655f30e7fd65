import Market
import Money
import Testing

@testable import Scripting
@testable import Trading

@Suite("Callbacks")
struct CallbackTests {
  @Test("each callback gets its values")
  func values() throws {
    let stage = try Stage(
      """
      function on_tick(tick) print(tick.symbol, tick.seq, tick.ltp, tick.bid, tick.ltq, tick.oi) end
      function on_start(ctx) print(ctx.mode, ctx.resumed, #ctx.open_positions, ctx.open_positions[1]) end
      function on_fill(f)
        print(f.order_id, f.symbol, f.side, f.qty, f.price, f.commission, f.realized_pnl, f.reason,
          f.tag, f.time)
      end
      function on_order(o) print(o.id, o.status) end
      function on_position(p, event) print(p.symbol, p.qty, p.is_flat, p.pnl, p.net_pnl, event) end
      function on_bar(b)
        print(b.symbol, b.interval, b.time, b.open, b.high, b.low, b.close, b.volume, b.date)
      end
      function on_session(phase, symbols) print(phase, table.unpack(symbols)) end
      function on_connection(word) print(word) end
      function on_error(e) print(e.kind, e.callback, e.message, e.source, tostring(e)) end
      function on_stop(reason) print(reason) end
      """)
    stage.call(.start(mode: .replay, isResumed: true, openPositions: [stage.id("SIM:B")]))
    stage.tick(100.25)
    _ = stage.desk.place(
      OrderRequest(side: .buy, instrument: stage.id("SIM:A"), quantity: .whole(5), tag: "t"))
    let fill = Fill(
      order: 0, number: 1, instrument: stage.id("SIM:A"), side: .buy, quantity: 5,
      price: Price(micros: 100_300_000), commission: Amount(micros: 250_000),
      realized: Amount(micros: -250_000), time: EventTime(milliseconds: 1_736_135_401_000))
    stage.call(.fill(fill))
    stage.call(.order(index: 0))
    var view = PositionView(instrument: stage.id("SIM:A"))
    view.unrealized = Amount(micros: 2_000_000)
    view.trip.realized = Amount(micros: -500_000)
    view.trip.commission = Amount(micros: 250_000)
    stage.call(.position(view, .closed))
    let bar = Bar(
      instrument: stage.id("SIM:A"), interval: .m5, start: EventTime(milliseconds: 1_000),
      open: Price(micros: 1_000_000), high: Price(micros: 2_000_000), low: Price(micros: 500_000),
      close: Price(micros: 1_500_000), volume: 7)
    stage.call(.bar(bar))
    stage.call(.session(phase: .open, symbols: [stage.id("SIM:B"), stage.id("SIM:A")]))
    stage.call(.connection(state: "up"))
    stage.call(
      .error(ScriptFailure(kind: .time, callback: "on_tick", message: "slow", source: "test.lua:9"))
    )
    stage.call(.stop(reason: "end"))
    #expect(
      stage.said.lines == [
        #"replay\ttrue\t1\tSIM:B"#, #"SIM:A\t1\t100.25\t100.2\t100\tnil"#,
        #"BUY-1\tSIM:A\tBUY\t5\t100.3\t0.25\t-0.25\tscript\tt\t1736135401000"#, #"BUY-1\tpending"#,
        #"SIM:A\t0\ttrue\t1.75\t1.5\tclosed"#,
        #"SIM:A\t5m\t1000\t1.0\t2.0\t0.5\t1.5\t7\t1970-01-01"#, #"open\tSIM:B\tSIM:A"#, "up",
        #"time\ton_tick\tslow\ttest.lua:9\tslow"#, "end",
      ])
  }

  @Test("a callback a script lacks completes")
  func absent() throws {
    let stage = try Stage("function on_bar() end")
    #expect(stage.tick().failure == nil)
    for call in [
      ScriptCall.stop(reason: "end"), .order(index: 7), .session(phase: .closed, symbols: []),
      .newDay,
    ] {
      #expect(stage.call(call).failure == nil)
    }
  }

  /// Code of a callback, and how it must end.
  static let failures: [(String, ScriptFailure.Kind, String)] = [
    ("error({ code = 42 })", .error, "code=42"),
    ("error()", .error, "nil"),
    ("error('not enough memory')", .error, "not enough memory"),
    ("local x = nil + 1", .error, "arithmetic on a nil value"),
    ("while true do end", .time, ""),
    ("while true do pcall(function() while true do end end) end", .time, ""),
    ("local s = 'x' while true do s = s .. s end", .memory, ""),
    ("coroutine.yield(1)", .error, "yield"),
    ("os.exit(0)", .error, "os"),
    ("tick.ltp = 1", .error, "read-only"),
    ("local x = tick.lst", .error, "'lst'"),
    ("require '../x'", .error, "expected lib.NAME"),
  ]

  @Test("a failing callback says what, where and in which callback", arguments: failures)
  func failure(code: String, kind: ScriptFailure.Kind, part: String) throws {
    var settings = ScriptSettings()
    settings.memoryCap = 4 * 1_048_576
    let stage = try Stage("\nfunction on_tick(tick)\n  \(code)\nend", settings: settings)
    let failure = stage.tick().failure
    #expect(failure?.kind == kind)
    #expect(failure?.callback == "on_tick")
    #expect(failure?.message.contains(part) == true, "\(failure?.message ?? "")")
    #expect(failure?.source.hasPrefix("test.lua:") == true)
  }

  @Test("views show the desk's values as ordinary numbers")
  func views() throws {
    let stage = try Stage(
      """
      function on_start()
        local p, a, i = position("SIM:A"), account(), instrument("SIM:B")
        print(p.symbol, p.qty, p.avg_price, p.ltp, p.pnl, p.net_pnl, p.stop, p.target, p.opened_at)
        print(p.best, p.worst, p.r, p.tag, p.bars_held, p.is_long, p.is_short, p.is_flat)
        print(a.cash, a.free, a.equity, a.realized, a.unrealized, a.commission)
        print(i.symbol, i.increment, i.lot, i.multiplier)
        print(now(), clock().hour, clock().minute, clock().second, clock().date, clock().hms)
        print(quote("SIM:A"), pending("SIM:A"), size_by_risk("SIM:A", 1000, points(3)))
        print(size_by_risk("SIM:A", 1000, increments(100)), size_by_risk("SIM:A", 1000, pct(1)))
      end
      function on_tick() print(quote("SIM:A").ltp, size_by_risk("SIM:A", 1000, pct(1))) end
      """)
    var view = PositionView(instrument: stage.id("SIM:A"))
    view.quantity = -3
    view.cost = Amount(micros: 100_000_000)
    view.lastPrice = Price(micros: 33_000_000)
    view.unrealized = Amount(micros: 1_000_000)
    view.trip.realized = Amount(micros: -50_000)
    view.trip.commission = Amount(micros: 50_000)
    view.stop = Price(micros: 34_050_000)
    view.trip.openedAt = EventTime(milliseconds: 5)
    view.trip.best = Price(micros: 32_000_000)
    view.riskMultipleMicros = 1_500_000
    view.trip.tag = "in"
    view.trip.barsHeld = 2
    stage.desk.positions[stage.id("SIM:A")] = view
    stage.desk.pendingQuantities[stage.id("SIM:A")] = 4
    #expect(stage.call(.start(mode: .paper, isResumed: false, openPositions: [])).failure == nil)
    stage.tick(250)
    #expect(
      stage.said.lines == [
        #"SIM:A\t-3\t33.333333\t33.0\t1.0\t0.95\t34.05\tnil\t5"#,
        #"32.0\tnil\t1.5\tin\t2\tfalse\ttrue\tfalse"#,
        #"1000.0\t900.0\t1100.0\t-1.5\t0.25\t27.5"#, #"SIM:B\t0.05\t1\t1"#,
        #"1736135400000\t9\t20\t0\t2025-01-06\t09:20:00"#, #"nil\t4\t333"#, #"200\t0"#,
        #"250.0\t3"#,
      ])
  }

  @Test(
    "an instrument shows its freeze quantity when it has one; of an index nothing is to be bought")
  func freezeAndIndex() throws {
    let stage = try Stage(
      """
      function on_tick()
        local a, b = instrument("SIM:A"), instrument("SIM:B")
        print(a.lot, a.freeze, b.lot, b.freeze, size_by_risk("SIM:B", 1000, points(3)))
      end
      """)
    var table = InstrumentTable()
    _ = table.intern("SIM:OTHER")
    _ = table.intern("SIM:A", lot: 75, freeze: 1_800)
    _ = table.intern("SIM:B", lot: 0)
    stage.desk.instruments = table
    stage.tick(250)
    #expect(stage.said.lines == [#"75\t1800\t0\tnil\t0"#])
  }
}
