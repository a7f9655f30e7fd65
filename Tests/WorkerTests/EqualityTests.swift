import Foundation
import Market
import Scripting
import Testing

@testable import Worker

@Suite("A script in a worker")
struct EqualityTests {
  static let scripts: [String: String] = [
    "trades": """
    local n = 0
    function on_tick(tick)
      n = n + 1
      local pos = position(tick.symbol)
      if pos.is_flat and n % 7 == 0 then
        local o = buy(tick.symbol, n % 50 + 1, { tag = "t" .. n,
          stop_loss = pct(1), take_profit = pct(2), trail = { by = points(2) } })
        log.info("%s %s %s", tostring(o.id), tostring(o.ok), tostring(o.reason))
      elseif n % 31 == 0 then close(tick.symbol)
      elseif n % 37 == 0 then target(tick.symbol, 20) end
    end
    function on_fill(f) log.info("fill %s %d %.2f", f.order_id, f.qty, f.price) end
    function on_order(o) log.debug("order %s %s", o.id, o.status) end
    function on_position(p, what) log.debug("position %s %s %d", p.symbol, what, p.qty) end
    function on_stop(why) log.info("stop %s %.2f", why, account().equity) end
    """,
    "rests": """
    local n, last = 0
    function on_tick(tick)
      n = n + 1
      if n % 5 == 0 then
        last = buy(tick.symbol, 10, { type = "limit", price = tick.ltp - 1 })
      elseif n % 11 == 0 and last and last.status == "pending" then
        print(modify(last, { qty = 15 }))
      elseif n % 13 == 0 and last then print(cancel(last))
      elseif n % 50 == 0 then print(cancel_all()) end
      print(pending(tick.symbol), now(), clock().hms, quote("SIM:A") and quote("SIM:A").ltp)
      if n % 20 == 0 then
        local open = 0
        for _, o in ipairs(orders {}) do if o.status == "pending" then open = open + 1 end end
        print("open", open, instrument(tick.symbol).increment, size_by_risk(tick.symbol, 500, points(1)))
      end
    end
    """,
    "keeps": """
    strategy { name = "keeps", symbols = { "SIM:A", "SIM:B" }, bars = { "1m" },
      limits = { max_orders = 40 } }
    params { size = { 3, min = 1, max = 9 } }
    local levels = require "lib.levels"
    rule("patient", function(pos, tick, st)
      st.n = (st.n or 0) + 1
      if st.n > 20 then return exit("waited " .. st.n) end
      if st.n > 10 then return pos.avg_price - levels.room end
    end)
    every(30, function() state.timers = (state.timers or 0) + 1 end)
    after(5, function() print("five") end)
    function on_start(ctx) print(ctx.mode, ctx.resumed, #ctx.open_positions) end
    function on_bar(bar)
      state.bars = (state.bars or 0) + 1
      state.closes = state.closes or {}
      state.closes[bar.symbol] = bar.close
      if position(bar.symbol).is_flat then buy(bar.symbol, params.size, { rule = "patient" }) end
    end
    function on_tick(tick)
      plot("ltp", tick.ltp)
      if tick.seq % 100 == 0 then mark("hundred") end
    end
    """,
    "fails": """
    local n = 0
    function on_tick(tick)
      n = n + 1
      if n == 40 then buy(tick.symbol, 5) end
      if n == 90 then close(tick.symbol) error("broken at " .. n) end
    end
    function on_error(err) log.error("%s %s %s", err.kind, err.source, err.message) end
    function on_stop(why) print(why) end
    """,
    "runs away": "function on_tick(tick) if tick.seq == 10 then while true do end end end",
    "eats": """
    function on_tick(tick)
      if tick.seq == 10 then local t = {} for i = 1, 1e9 do t[i] = i end end
    end
    """,
  ]

  @Test("decides, says and keeps what it does beside the engine", arguments: scripts.keys.sorted())
  func equals(name: String) throws {
    let body = try #require(Self.scripts[name])
    let modules = ["lib.levels": "return { room = 2 }"]
    let (besideSaid, apartSaid) = (Said(), Said())
    let ticks = { (table: InstrumentTable) in walk(900, table: table) }
    let beside = try runBeside(
      script(body, said: besideSaid, modules: modules), besideSaid, ticks)
    let apart = try runApart(script(body, said: apartSaid, modules: modules), apartSaid, ticks)
    #expect(!beside.effects.isEmpty || name == "rests")
    #expect(apart == beside)
  }

  @Test(
    "refuses to load with the same words",
    arguments: [
      "x = ", "function on_tick() end error('no')", "while true do end", "require 'lib.none'",
      "params { fast = { 1, min = 1, max = 5 } } function on_tick() end",
    ])
  func refusals(body: String) throws {
    var settings = ScriptSettings()
    settings.overrides = [ParameterOverride(name: "fast", text: "9")]
    settings.startBudget = 50_000_000
    let one = script(body, settings: settings)
    #expect(throws: refusal { _ = try runBeside(one, Said()) { _ in [] } }) {
      _ = try ScriptWorker.load(one, program: double("honest"))
    }
  }

  private func refusal(_ body: () throws -> Void) -> ScriptLoadProblem {
    do {
      try body()
    } catch let problem as ScriptLoadProblem {
      return problem
    } catch {}
    return .noMemory
  }

  @Test("tells what it declares")
  func declares() throws {
    let body = """
      strategy { name = "wide", symbols = { "NSE:SBIN-EQ" }, version = 7, bars = { "5m", "1m" },
        product = "CNC", allow_short = false, no_entry_after = "14:30", square_off = "15:05",
        on_error = "flatten", limits = { max_loss = 100.5, max_orders = 3, cooldown = 60 } }
      params { fast = { 3, min = 1, max = 9 }, name = "x", on = true, f = 0.5 }
      rule("r", function() end)
      function on_tick() end
      function on_fill() end
      """
    var settings = ScriptSettings()
    settings.overrides = [ParameterOverride(strategy: "wide", name: "fast", text: "4")]
    let one = script(body, settings: settings)
    let host = try ScriptHost<RemotePort>.load(
      one.source, settings: settings, modules: one.modules, sink: one.sink)
    let worker = try ScriptWorker.load(one, program: double("honest"))
    #expect(worker.declaration == host.declaration)
    #expect(worker.parameters == host.parameters)
    #expect(worker.appliedOverrides == host.appliedOverrides)
    #expect(worker.callbacks == host.callbacks)
    #expect(worker.rules == host.rules)
    #expect(worker.stateBytes == host.stateBytes)
  }
}
