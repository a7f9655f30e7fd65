import Money
import Testing
import Trading

@testable import Scripting

@Suite("Orders of a script")
struct OrderRequestTests {
  /// A call, and the request it makes in words.
  static let requests: [(String, String)] = [
    (#"buy("SIM:A", 10)"#, "buy 10 market"),
    (#"buy("SIM:A", 10.0)"#, "buy 10 market"),
    (#"sell("SIM:A", 7)"#, "sell 7 market"),
    (#"buy{ symbol = "SIM:A", qty = 3 }"#, "buy 3 market"),
    (#"buy("SIM:A", 10, { type = "limit", price = 99.95 })"#, "buy 10 limit price 99950000000"),
    (
      #"sell{ symbol = "SIM:A", qty = 1, type = "stop_limit", price = 99, trigger = 98.5 }"#,
      "sell 1 stop_limit price 99000000000 trigger 98500000000"
    ),
    (#"buy("SIM:A", 1, { tag = "first", product = "CNC" })"#, "buy 1 market tag first"),
    (#"buy("SIM:A", -1)"#, "buy -1 market"),
    (#"buy("SIM:A", 0/0)"#, "buy invalid(nan) market"),
    (#"buy("SIM:A", 1/0)"#, "buy invalid(inf) market"),
    (#"buy("SIM:A", 1.5)"#, "buy invalid(1.5) market"),
    (#"buy("SIM:A", 1e300)"#, "buy invalid(1e+300) market"),
    (#"buy("SIM:A", math.mininteger)"#, "buy -9223372036854775808 market"),
    (#"buy("SIM:A", 1, { type = "limit", price = 0/0 })"#, "buy 1 limit price invalid(nan)"),
    (#"buy("SIM:A", 1, { type = "limit", price = -3 })"#, "buy 1 limit price invalid(-3)"),
    (
      #"buy("SIM:A", 1, { type = "stop", trigger = 1e12 })"#,
      "buy 1 stop trigger invalid(1000000000000.0, too large)"
    ),
    (
      #"buy("SIM:A", 1, { type = "stop", trigger = 1e-7 })"#,
      "buy 1 stop trigger invalid(1e-07, below a millionth)"
    ),
  ]

  @Test("a call becomes the request it says", arguments: requests)
  func request(call: String, expected: String) throws {
    let stage = try Stage("function on_tick(tick) \(call) end")
    #expect(stage.tick().failure == nil)
    #expect(stage.desk.requests.map(words) == [expected])
    #expect(stage.desk.requests.first?.source == "test.lua:1")
  }

  @Test(
    "one request too many is raised where it is made, whatever kind it is",
    arguments: [
      "buy(S, 1)", "cancel(first)", "modify(first, { qty = 2 })", "cancel_all()",
      "protect(S, { stop_loss = 1 })",
    ])
  func tooMany(call: String) throws {
    let stage = try Stage(
      """
      local S, first = "SIM:A", nil
      function on_tick(tick)
        if tick.seq == 1 then first = buy(S, 1) return end
        \(call)
        print("after")
      end
      """)
    stage.tick()
    stage.desk.denial = .tooManyRequests
    stage.desk.misuse = Denial.tooManyRequests.detail
    let failure = try #require(stage.tick().failure)
    #expect(failure.message == "more than 10000 requests in one tick", "\(failure)")
    #expect(failure.source == "test.lua:4")
    #expect(stage.said.lines.isEmpty)
  }

  @Test("taking back or changing an order that was denied is a request, too")
  func deniedOrder() throws {
    let stage = try Stage(
      """
      function on_tick(tick)
        local order = buy("SIM:A", 1)
        print(cancel(order))
        print(modify(order, { qty = 2 }))
      end
      """)
    stage.desk.denial = Denial(.funds, "none")
    #expect(stage.tick().failure == nil)
    #expect(stage.said.lines == [#"false\tFUNDS"#, #"false\tFUNDS"#])
    #expect(stage.desk.cancelled.count == 2)
  }

  /// A call that makes no sense, and what the message must hold.
  static let mistakes: [(String, String)] = [
    (#"buy()"#, "symbol is missing"),
    (#"buy(17, 1)"#, "symbol: expected text, was a number"),
    (#"buy("SIM:C", 1)"#, "unknown symbol 'SIM:C' (did you mean 'SIM:A'?)"),
    (#"buy("SIM:A")"#, "qty: expected a whole number, was nil"),
    (#"buy("SIM:A", "1")"#, "qty: expected a whole number, was a string"),
    (#"buy("SIM:A", {})"#, "qty: expected a whole number, was a table"),
    (#"buy("SIM:A", true)"#, "qty: expected a whole number, was a boolean"),
    (#"buy("SIM:A", print)"#, "qty: expected a whole number, was a function"),
    (#"buy{ qty = 1 }"#, "symbol is missing"),
    (#"buy{}"#, "symbol is missing"),
    (#"buy{ symbol = "SIM:A", qty = 1, stoploss = 99 }"#, "(did you mean 'stop_loss'?)"),
    (#"buy("SIM:A", 1, { trial = {} })"#, "unknown key 'trial' (did you mean 'trail'?)"),
    (#"buy("SIM:A", 1, 5)"#, "expected a table, was a number"),
    (#"buy({ symbol = "SIM:A", qty = 1 }, 2)"#, "alone"),
    (#"buy("SIM:A", 1, { type = "limt", price = 1 })"#, "(did you mean 'limit'?)"),
    (#"buy("SIM:A", 1, { type = 3 })"#, "type: expected text, was a number"),
    (#"buy("SIM:A", 1, { type = "limit" })"#, "price is missing"),
    (#"buy("SIM:A", 1, { price = 5 })"#, "a market order has none"),
    (#"buy("SIM:A", 1, { type = "limit", price = "5" })"#, "expected a price, was a string"),
    (#"buy("SIM:A", 1, { tag = 5 })"#, "tag: expected text, was a number"),
    (#"buy("SIM:A", 1, { tag = ("x"):rep(65) })"#, "at most 64 bytes, was 65"),
    (#"buy("SIM:A", 1, { product = "intraday" })"#, "(did you mean 'INTRADAY'?)"),
    (#"buy("SIM:A", 1, { stop_loss = "low" })"#, "stop_loss: expected a price or a distance"),
    (#"buy("SIM:A", 1, { trail = 5 })"#, "trail: expected a table, was a number"),
    (#"buy("SIM:A", 1, { trail = { by = 5 } })"#, "trail: by: expected a distance"),
    (#"buy("SIM:A", 1, { trail = {} })"#, "trail: by is missing"),
    (#"buy("SIM:A", 1, { breakeven = { offset = pct(1) } })"#, "breakeven: after is missing"),
    (#"buy("SIM:A", 1, { time_exit = "45 min" })"#, "time_exit: expected"),
    (#"buy("SIM:A", 1, { rule = "none" })"#, "unknown rule 'none'"),
    (#"buy("SIM:A", 1, { take_profit = {} })"#, "take_profit: expected"),
    (#"buy("SIM:A", 1, { take_profit = { { share = 1 } } })"#, "at is missing"),
    (
      #"buy("SIM:A", 1, { take_profit = { { at = 1, share = 0.6 }, { at = 2, share = 0.6 } } })"#,
      "sum to more than 1"
    ),
    (#"close("SIM:A", { qty = 1 })"#, "unknown key 'qty'"),
    (#"cancel(5)"#, "expected an order, was a number"),
    (#"modify({}, {})"#, "expected an order, was a table"),
    (#"orders{ status = "done" }"#, "orders: status: expected one of"),
    (#"pct("1")"#, "pct: expected a number, was a string"),
    (#"size_by_risk("SIM:A", 100, 5)"#, "expected points(5), pct(0.6)"),
    (#"after(0/0, print)"#, "after: expected seconds"),
    (#"every(0, print)"#, "every: expected seconds"),
    (#"every(1)"#, "every: expected a function, was nil"),
    (#"at("25:00", print)"#, "at: expected HH:MM"),
  ]

  @Test("a call that makes no sense fails at its line and says why", arguments: mistakes)
  func mistake(call: String, part: String) throws {
    let stage = try Stage("\nfunction on_tick(tick)\n  \(call)\nend")
    let failure = stage.tick().failure
    #expect(failure?.kind == .error)
    #expect(failure?.source == "test.lua:3")
    #expect(failure?.message.contains(part) == true, "\(failure?.message ?? "no failure")")
    #expect(stage.desk.requests.isEmpty)
  }

  @Test("a denied request is a value with its reason")
  func denied() throws {
    let stage = try Stage(
      """
      function on_tick(tick)
        local o = buy("SIM:A", 5, { tag = "x" })
        print(o.ok, o.id, o.reason, o.detail, o.status, o.side, o.symbol, o.qty, o.filled, o.tag)
        print(cancel(o))
      end
      """)
    stage.desk.denial = Denial(.funds, "Insufficient balance")
    #expect(stage.tick().failure == nil)
    #expect(
      stage.said.lines == [
        #"false\tnil\tFUNDS\tInsufficient balance\tfailed\tBUY\tSIM:A\t5\t0\tx"#,
        #"false\tFUNDS"#,
      ])
  }

  @Test("an order table shows the order as it is now")
  func liveTable() throws {
    let stage = try Stage(
      """
      local o
      function on_tick(tick)
        o = o or buy("SIM:A", 5)
        print(o.ok, o.id, o.reason, o.status, o.side, o.symbol, o.qty, o.filled, o.avg_price)
        print(o == orders()[1], #orders { status = "pending" }, rawget(o, "nothing"))
      end
      """)
    stage.tick()
    stage.desk.orders[0].status = .executed
    stage.desk.orders[0].totals = OrderTotals(units: 5, value: Amount(micros: 501_000_000))
    stage.tick()
    #expect(
      stage.said.lines == [
        #"true\tBUY-1\tnil\tpending\tBUY\tSIM:A\t5\t0\t0.0"#, #"true\t1\tnil"#,
        #"true\tBUY-1\tnil\texecuted\tBUY\tSIM:A\t5\t5\t100.2"#, #"true\t0\tnil"#,
      ])
  }

  /// A request in words.
  private func words(_ request: OrderRequest) -> String {
    var text = "\(request.side.text.lowercased()) \(words(request.quantity)) \(request.type.text)"
    if let price = request.price { text += " price \(words(price))" }
    if let trigger = request.trigger { text += " trigger \(words(trigger))" }
    if !request.tag.isEmpty { text += " tag \(request.tag)" }
    return text
  }

  private func words(_ quantity: RequestedQuantity) -> String {
    switch quantity {
    case .whole(let number): "\(number)"
    case .invalid(let text): "invalid(\(text))"
    }
  }

  private func words(_ price: RequestedPrice) -> String {
    switch price {
    case .nanos(let nanos): "\(nanos)"
    case .invalid(let text): "invalid(\(text))"
    }
  }
}
