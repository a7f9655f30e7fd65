import Market
import Testing

@testable import FyersSimulator

@Suite("HTTP endpoints")
struct RestTests {
  @Test(
    "every call of the official client gets an answer of its shape",
    arguments: [
      ("GET", "/api/v3/profile", "data"), ("GET", "/api/v3/funds", "fund_limit"),
      ("GET", "/api/v3/holdings", "holdings"), ("GET", "/api/v3/positions", "netPositions"),
      ("GET", "/api/v3/tradebook", "tradeBook"), ("GET", "/api/v3/orders?id=1,2", "orderBook"),
      ("GET", "/api/v3/orders?order_tag=1%3Atag1", "orderBook"),
      ("GET", "/api/v3/gtt/orders", "orderBook"), ("GET", "/data/marketStatus", "marketStatus"),
      ("GET", "/data/quotes/?symbols=NSE%3ASBIN-EQ%2CNSE%3ANIFTY50-INDEX", "d"),
      ("GET", "/data/depth?symbol=NSE%3ASBIN-EQ&ohlcv_flag=1", "d"),
      ("GET", "/data/options-chain-v3?symbol=NSE%3ANIFTY50-INDEX&strikecount=2&timestamp=", "data"),
      ("GET", "/data/futures-chain?symbol=NSE%3ANIFTY50-INDEX", "data"),
      ("GET", "/api/v3/price-alert", "data"), ("GET", "/api/v3/smart-order/orderbook", "data"),
      ("GET", "/api/v3/flows/tc/se", "data"), ("GET", "/api/v3/order-history", "data"),
      ("GET", "/api/v3/ledger-history?page_size=1", "data"),
      ("POST", "/api/v3/logout", "message"),
    ])
  func shapes(method: String, target: String, member: String) throws {
    let exchange = try Fixture.exchange()
    let reply = try Fixture.call(exchange, method, target)
    #expect(reply.status == 200)
    #expect(reply.json["s"] == .string("ok"))
    #expect(reply.json[member] != nil)
  }

  @Test("the data token works bare and with an app id; unknown symbols are listed apart")
  func symbolToken() throws {
    let exchange = try Fixture.exchange()
    let body = Json.of([
      "symbols": .array(["NSE:SBIN-EQ", "NSE:NO-EQ"].map { .string($0) })
    ])
    let reply = try Fixture.call(exchange, "POST", "/data/symbol-token", body)
    #expect(reply.json["validSymbol"] == .of(["NSE:SBIN-EQ": .string("10100000003045")]))
    #expect(reply.json["invalidSymbol"] == .array([.string("NSE:NO-EQ")]))
  }

  @Test("several orders are answered one by one, in order")
  func basket() throws {
    let exchange = try Fixture.exchange()
    let body = Json.array([Fixture.order(), Fixture.order(["qty": .int(0)])])
    let reply = try Fixture.call(exchange, "POST", "/api/v3/multi-order/sync", body)
    #expect(reply.json["code"] == .int(200))
    #expect(
      reply.json["data"]?.elements?.compactMap { $0["body"]?["code"] } == [.int(1101), .int(-50)])
    let many = Json.array(Array(repeating: Fixture.order(), count: 11))
    #expect(
      try Fixture.call(exchange, "POST", "/api/v3/multi-order/sync", many).json["code"]
        == .int(-50))
  }

  @Test("an asynchronous order is answered with the broker's id alone")
  func asynchronous() throws {
    let exchange = try Fixture.exchange()
    let reply = try Fixture.call(exchange, "POST", "/api/v3/orders/async", Fixture.order())
    #expect(reply.json["id"] == nil)
    #expect(reply.json["id_fyers"]?.text == exchange.account.orders.first?.ids.fyers)
  }

  @Test("tags come back with a prefix, and find their orders")
  func tags() throws {
    let exchange = try Fixture.exchange()
    let tagged = Fixture.order(["orderTag": .string("mine")])
    for body in [tagged, Fixture.order()] {
      _ = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", body)
    }
    let rows = try Fixture.call(exchange, "GET", "/api/v3/orders").json["orderBook"]?.elements
    #expect(rows?.compactMap { $0["orderTag"]?.text } == ["1:mine", "2:Untagged"])
    let found = try Fixture.call(exchange, "GET", "/api/v3/orders?order_tag=1%3Amine")
    #expect(found.json["orderBook"]?.elements?.count == 1)
  }

  @Test("slices above the freeze quantity become orders of their own")
  func slices() throws {
    let text = Fixture.plain.replacing("NSE:SBIN-EQ", with: "NSE:NIFTY26OCTFUT")
    let exchange = try Fixture.exchange(text) { $0.cash = 1_000_000_000 }
    let body = Fixture.order([
      "symbol": .string("NSE:NIFTY26OCTFUT"), "qty": .int(65 * 50),
      "isSliceOrder": .bool(true),
    ])
    let reply = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", body)
    #expect(reply.json["data"]?.elements?.count == 2)
    #expect(exchange.account.orders.map(\.terms.quantity) == [65 * 27, 65 * 23])
  }

  @Test("a trigger places its order when the price is reached, once")
  func triggers() throws {
    let exchange = try Fixture.exchange()
    let body = Json.of([
      "side": .int(1), "symbol": .string("NSE:SBIN-EQ"), "productType": .string("CNC"),
      "orderInfo": .of([
        "leg1": .of(["price": .int(551), "triggerPrice": .int(550), "qty": .int(1)])
      ]),
    ])
    let reply = try Fixture.call(exchange, "POST", "/api/v3/gtt/orders/sync", body)
    #expect(reply.json["code"] == .int(1101))
    try Fixture.play(exchange, 3)
    #expect(exchange.account.orders.isEmpty)
    try Fixture.play(exchange, 3)
    #expect(exchange.account.orders.map(\.state) == [.filled])
  }

  @Test("positions are converted, exited by id, and there is nothing to exit twice")
  func positions() throws {
    let exchange = try Fixture.exchange()
    _ = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", Fixture.order())
    let convert = Json.of([
      "symbol": .string("NSE:SBIN-EQ-INTRADAY"), "positionSide": .int(1), "convertQty": .int(4),
      "convertFrom": .string("INTRADAY"), "convertTo": .string("CNC"), "overnight": .int(0),
    ])
    #expect(
      try Fixture.call(exchange, "POST", "/api/v3/positions", convert).json["positionDetails"]
        == .int(1101))
    #expect(exchange.account.positions.map(\.net) == [6, 4])
    let exit = Json.of(["id": .string("NSE:SBIN-EQ-INTRADAY")])
    #expect(
      try Fixture.call(exchange, "DELETE", "/api/v3/positions", exit).json["code"] == .int(200))
    #expect(
      try Fixture.call(exchange, "DELETE", "/api/v3/positions", exit).json["code"] == .int(-352))
    #expect(exchange.account.positions.map(\.net) == [0, 4])
  }

  @Test(
    "candles of the played ticks, or a clear answer",
    arguments: [
      ("5", "1", "2026-09-22", "2026-09-22", "ok"), ("D", "1", "2026-09-22", "2026-09-22", "ok"),
      ("5S", "0", "1790048700", "1790048800", "ok"),
      ("1", "1", "2026-09-20", "2026-09-21", "no_data"),
      ("1S", "1", "2026-09-22", "2026-09-22", "error"),
      ("1", "1", "2026-01-01", "2026-09-22", "error"),
      ("1", "1", "2026-09-22", "2026-09-21", "error"),
      ("1", "2", "2026-09-22", "2026-09-22", "error"),
      ("1", "0", "9223372036854775807", "9223372036854775807", "error"),
    ])
  func history(resolution: String, format: String, from: String, to: String, outcome: String) throws
  {
    let exchange = try Fixture.exchange()
    try Fixture.play(exchange, 6)
    let reply = try Fixture.call(
      exchange, "GET",
      "/data/history?symbol=NSE%3ASBIN-EQ&resolution=\(resolution)&date_format=\(format)"
        + "&range_from=\(from)&range_to=\(to)&cont_flag=1")
    #expect(reply.json["s"]?.text == outcome)
    guard outcome == "ok" else { return }
    let candle = try #require(reply.json["candles"]?.elements?.first?.elements)
    #expect(
      candle.dropFirst() == [
        .number("549.75"), .number("550.05"), .number("548.05"), .number("548.05"), .int(300),
      ])
  }

  @Test("limits are told in headers, and four broken minutes end the day")
  func limits() {
    var limits = CallLimits.none
    limits.perMinute = 2
    var limiter = CallLimiter(limits)
    var refusals: [Bool] = []
    for minute in 0..<5 {
      let wall = EventTime(milliseconds: 1_790_051_400_000 + Int64(minute) * 60_000)
      for _ in 0..<3 { refusals.append(limiter.wait(at: wall, isOrder: false) != nil) }
    }
    let broken = [false, false, true]
    #expect(refusals == broken + broken + broken + broken + [true, true, true])
  }
}
