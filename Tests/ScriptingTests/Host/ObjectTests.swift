import Market
import Money
import Testing
import Trading

@testable import Scripting

@Suite("Objects of the API are read-only tables to scripts")
struct ObjectTests {
  /// What a script says at the first of its ticks, the plain way and the short way.
  private static func said(_ body: String, ticks: Int = 1) -> [[String]] {
    [nil, 1, 64].map { batch in
      let text = """
        strategy { name = "test", symbols = { "SIM:A", "SIM:B" }, allow_short = true }
        local S, box = "SIM:A", {}
        function on_tick(tick) \(body) end
        """
      var run = ShortcutRun([.init(name: "test.lua", text: text)], batch: batch)
      let record = run.records(ShortcutTicks.walk(seed: 3, count: ticks, of: [0]))[0]
      // Written as Swift writes a text inside a value.
      return record.failures.map { $0.replacing(#"\'"#, with: "'") }
        + record.lines.compactMap { if case .line(_, let text) = $0.output { text } else { nil } }
    }
  }

  @Test(
    "whatever asks for their type is told that they are tables",
    arguments: [
      ("print(type(position(S)), type(account()), type(quote(S)))", #"table\ttable\tuserdata"#),
      ("print(tostring(position(S)), tostring(account()))", #"position\taccount"#),
      ("print(#position(S), rawlen(account()), select('#', table.unpack(account())))", #"0\t0\t0"#),
      ("print(getmetatable(position(S)), math.type(position(S)))", #"false\tnil"#),
      ("print(rawget(position(S), 'qty'), rawget(account(), 'none'))", #"0\tnil"#),
      ("print(next(account()), next(account(), 'realized'))", #"cash\tunrealized\t0.0"#),
      ("print(position(S) == position(S), rawequal(S, position(S)))", #"false\tfalse"#),
      ("print((('{qty} {ltp}'):gsub('{(%w+)}', position(S))))", "0 100.2"),
      ("print(('%s'):format(position(S)))", "position"),
      ("local t = { [account()] = 1 } print(type(next(t)))", "table"),
      ("local t = setmetatable({}, { __index = position(S) }) print(t.qty)", "0"),
      ("print((pcall(next, account(), {})))", "false"),
    ])
  func tables(code: String, line: String) {
    for lines in Self.said(code) {
      let isSaid = lines.count == 1 && lines[0].hasPrefix(line)
      #expect(isSaid, "\(lines)")
    }
  }

  @Test(
    "what is wrong with them is said of a table, or by their name",
    arguments: [
      ("local x = position(S) + 1", "attempt to perform arithmetic on a position value"),
      ("local p = account() p()", "attempt to call a account value (local 'p')"),
      ("local x = account() .. 1", "attempt to concatenate a account value"),
      (
        "local x = math.floor(position(S))",
        "bad argument #1 to 'floor' (number expected, got position)"
      ),
      ("plot('x', position(S))", "plot: value: expected a number, was a table"),
      ("error(position(S))", "error object is a table: {...}"),
      ("error({ position(S) })", "error object is a table: {"),
      ("cancel(position(S))", "cancel: expected an order, was a table"),
      ("buy(S, account())", "buy: qty: expected a whole number, was a table"),
      ("buy(position(S))", "buy: unknown key"),
      ("setmetatable(position(S), {})", "cannot change a protected metatable"),
      ("rawset(account(), 'x', 1)", "rawset: this table is read-only"),
      ("table.insert(account(), 1)", "an account is read-only"),
      ("position(S).qty = 1", "a position is read-only"),
      ("local x = position(S)[1]", "a position's fields have names, not a number"),
      ("local x = position(S)[position(S)]", "a position's fields have names, not a table"),
      ("local x = tick[position(S)]", "a tick's fields have names, not a table"),
      (
        "local x = position(S).avgprice",
        "position has no field 'avgprice' (did you mean 'avg_price'?)"
      ),
      ("state.x = account()", "state.x: an account is no plain data: keep the fields"),
      ("state.x = { [position(S)] = 1 }", "state.x[{...}]: a table as key is no plain data"),
    ])
  func refused(code: String, message: String) {
    for lines in Self.said(code) {
      let isSaid = lines.count == 1 && lines[0].contains(message)
      #expect(isSaid, "\(lines)")
    }
  }

  @Test("a kept position, account and order tell what they told, but for the order, which lives")
  func kept() {
    let body = """
      if tick.seq == 1 then
        box.flat, box.money = position(S), account()
        buy(S, 10, { tag = "first", stop_loss = points(50), take_profit = points(60) })
      elseif tick.seq == 2 then
        box.held, box.order = position(S), orders()[1]
        box.before = { box.held.pnl, box.held.ltp, box.held.r }
        close(S)
      elseif tick.seq == 4 then
        local held, p = box.held, position(S)
        print(box.flat.is_flat, box.flat.qty, box.flat.tag, box.money.cash == account().cash)
        print(held.qty, held.tag, held.is_long, held.stop, held.target, held.avg_price)
        print(held.pnl == box.before[1], held.ltp == box.before[2], held.r == box.before[3])
        print(held.ltp ~= p.ltp, p.qty, p.tag, p.stop, p.opened_at)
        print(box.order.status, box.order.qty, box.order.side, box.order.symbol, box.order.tag)
      end
      """
    let runs = Self.said(body, ticks: 4)
    #expect(runs[1] == runs[0] && runs[2] == runs[0])
    #expect(runs[0].count == 5)
    #expect(runs[0].first == #"true\t0\t\tfalse"#)
    #expect(runs[0].dropFirst(2).first == #"true\ttrue\ttrue"#)
    #expect(runs[0].last == #"executed\t10\tBUY\tSIM:A\tfirst"#)
  }

  @Test("a run of ticks goes on when a script looks at positions, the account and quotes")
  func goesOn() throws {
    let looks = ["position(S).pnl", "position(S).ltp", "account().equity", "quote(S).seq"]
    for look in looks {
      let body = "box[#box + 1] = \(look) if tick.seq == 40 then print(table.concat(box, ' ')) end"
      let runs = Self.said(body, ticks: 40)
      #expect(runs[0].count == 1 && runs[1] == runs[0] && runs[2] == runs[0], "\(look)")
    }
  }

  @Test(
    "what a script looks at ends no run of ticks, and is as of the tick being handled",
    arguments: [
      ("position(S).ltp", "112.0"), ("position(S).qty", "0"), ("account().equity", "100000.0"),
      ("quote(S).seq", "12"), ("position(S).is_flat and quote(S).ltp", "112.0"),
    ])
  func endsNoRun(look: String, last: String) throws {
    let text = """
      strategy { name = "test", symbols = { "SIM:A" } }
      local S, seen = "SIM:A", nil
      function on_tick(tick) seen = \(look) end
      function on_stop() print(seen) end
      """
    let said = Stage.Said()
    let host = try ScriptHost<Desk>.load(
      ScriptSource(text: Array(text.utf8), fileName: "test.lua"), settings: ScriptSettings(),
      modules: { .missing("there is no \($0)") }, sink: { output, _ in said.outputs.append(output) }
    )
    var table = InstrumentTable()
    let id = table.intern("SIM:A")
    var desk = Desk(
      index: 0, declaration: host.declaration,
      settings: .init(initial: Amount(rupees: 100_000)))
    for instrument in table.all { desk.add(instrument, isDeclared: true) }
    try host.bind(table)
    let ticks = (1...12).map { number in
      Stage.tick(100 + Double(number), instrument: id, sequence: Int64(number))
    }
    let end = host.run(TickRun(stretch: 12, from: 1), of: ticks.span, port: &desk)
    #expect(end.count == 12 && end.outcome.failure == nil)
    _ = host.call(.stop(reason: "end"), port: &desk)
    #expect(said.lines == [last])
  }
}
