import Market
import Money
import Testing

@testable import FyersSimulator

@Suite("Orders against the played quotes")
struct OrderTests {
  private func book(_ exchange: SimulatedExchange) throws -> SimulatedOrder {
    try #require(exchange.account.orders.last)
  }

  @Test("a market buy fills at the ask, in parts of the displayed size")
  func market() throws {
    let exchange = try Fixture.exchange()
    let reply = try Fixture.call(
      exchange, "POST", "/api/v3/orders/sync", Fixture.order(["qty": .int(100)]))
    #expect(reply.json["code"] == .int(1101))
    var order = try book(exchange)
    #expect(order.state == .pending)
    #expect(order.fills.quantity == 60)
    try Fixture.play(exchange, 3)
    order = try book(exchange)
    #expect(order.state == .filled)
    #expect(exchange.account.trades.map(\.quantity) == [60, 40])
    #expect(exchange.account.trades.map(\.price.micros) == [549_800_000, 549_850_000])
    #expect(order.tradedPrice == Price(micros: 549_820_000))
    #expect(exchange.account.positions.first?.net == 100)
  }

  @Test("a market order does not trade beyond its protection band")
  func protection() throws {
    let wide = Fixture.plain.replacing("549.80,549.75", with: "600.00,549.75")
    let exchange = try Fixture.exchange(wide)
    _ = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", Fixture.order())
    var order = try book(exchange)
    #expect(order.fills.quantity == 0)
    #expect(order.matching.protection == Price(micros: 558_000_000))
    try Fixture.play(exchange, 3)
    order = try book(exchange)
    #expect(order.state == .filled)
  }

  @Test(
    "an order waits for its price",
    arguments: [
      (1, 1, 54_980, 0, 1), (1, 1, 54_900, 0, 4), (-1, 1, 54_970, 0, 1), (-1, 1, 55_000, 0, 3),
      (1, 3, 0, 55_000, 3), (-1, 3, 0, 54_900, 4), (1, 4, 55_010, 55_005, 3),
      (-1, 4, 54_800, 54_805, 4),
    ])
  func waits(side: Int, type: Int, limit: Int64, stop: Int64, tick: Int) throws {
    let exchange = try Fixture.exchange()
    let body = Fixture.order([
      "side": .int(side), "type": .int(type), "limitPrice": .micros(limit * 10_000),
      "stopPrice": .micros(stop * 10_000), "qty": .int(5),
    ])
    let reply = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", body)
    #expect(reply.json["s"] == .string("ok"), "\(reply.json)")
    var filledAt = try book(exchange).state == .filled ? 1 : 0
    // The share's ticks are the first, third, fourth and sixth of the recording.
    for (number, count) in [(1, 1), (2, 2), (3, 1), (4, 2)] {
      try Fixture.play(exchange, count)
      if try book(exchange).state == .filled, filledAt == 0 { filledAt = number }
    }
    #expect(filledAt == tick)
  }

  @Test("IOC fills what is there and cancels the rest")
  func immediate() throws {
    let exchange = try Fixture.exchange()
    _ = try Fixture.call(
      exchange, "POST", "/api/v3/orders/sync",
      Fixture.order(["qty": .int(100), "validity": .string("IOC")]))
    let order = try book(exchange)
    #expect(order.state == .cancelled)
    #expect(order.fills.quantity == 60)
    #expect(order.remaining == 0)
  }

  @Test(
    "a bad request is refused with a code and leaves no row",
    arguments: [
      (["qty": .int(0)], -50), (["qty": .number("1.5")], -50), (["type": .int(9)], -50),
      (["side": .int(0)], -50), (["productType": .string("FOO")], -50),
      (["productType": .string("BO")], -50), (["symbol": .string("NSE:NO-EQ")], -300),
      (["type": .int(1), "limitPrice": .number("549.76")], -50), (["type": .int(1)], -50),
      (["orderTag": .string("a b")], -50), (["validity": .string("GTC")], -50),
      (["type": .int(4), "limitPrice": .number("549.75"), "stopPrice": .int(560)], -50),
      (["type": .int(4), "limitPrice": .int(560), "stopPrice": .int(560)], -50),
      (["type": .int(4), "side": .int(-1), "limitPrice": .int(540), "stopPrice": .int(540)], -50),
      (["limitPrice": .number("1e400")], -50), (["disclosedQty": .int(11)], -50),
    ] as [(KeyValuePairs<String, Json>, Int)])
  func badInput(changes: KeyValuePairs<String, Json>, code: Int) throws {
    let exchange = try Fixture.exchange()
    let reply = try Fixture.call(
      exchange, "POST", "/api/v3/orders/sync", Fixture.order(changes))
    #expect(reply.json["code"] == .int(code))
    #expect(exchange.account.orders.isEmpty)
  }

  @Test(
    "a rejection leaves a row of status 5 with the reason",
    arguments: [
      ["symbol": .string("NSE:NIFTY50-INDEX")], ["qty": .int(1_000_001)],
      ["productType": .string("CNC"), "side": .int(-1)], ["productType": .string("MARGIN")],
      ["type": .int(1), "limitPrice": .int(900)], ["qty": .int(100_000)],
      ["type": .int(3), "stopPrice": .int(549)],
    ] as [KeyValuePairs<String, Json>])
  func rejected(changes: KeyValuePairs<String, Json>) throws {
    let exchange = try Fixture.exchange()
    let reply = try Fixture.call(
      exchange, "POST", "/api/v3/orders/sync", Fixture.order(changes))
    #expect(reply.json["code"] == .int(-99))
    #expect(reply.json["message"]?.text?.hasPrefix("RED:") == true)
    let order = try book(exchange)
    #expect(order.state == .rejected)
    #expect(order.message == reply.json["message"]?.text)
  }

  @Test("an order is changed and cancelled, once")
  func changes() throws {
    let exchange = try Fixture.exchange()
    let body = Fixture.order(["type": .int(1), "limitPrice": .int(540)])
    let id = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", body).json["id"]?.text
    let change = Json.of([
      "id": .string(id ?? ""), "type": .int(1), "limitPrice": .int(541), "qty": .int(20),
    ])
    // The type is mandatory even when it stays.
    let untyped = Json.of(["id": .string(id ?? ""), "limitPrice": .int(541)])
    #expect(
      try Fixture.call(exchange, "PATCH", "/api/v3/orders/sync", untyped).json["code"]
        == .int(-50))
    #expect(try book(exchange).terms.limitPrice == Price(micros: 540_000_000))
    let changed = try Fixture.call(exchange, "PATCH", "/api/v3/orders/sync", change)
    #expect(changed.json["code"] == .int(1102))
    #expect(try book(exchange).terms.limitPrice == Price(micros: 541_000_000))
    #expect(try book(exchange).terms.quantity == 20)
    let path = "/api/v3/orders/\(id ?? "")/sync"
    #expect(try Fixture.call(exchange, "DELETE", path).json["code"] == .int(1103))
    #expect(try Fixture.call(exchange, "DELETE", path).json["code"] == .int(-209))
    let unknown = Json.of(["id": .string("nope")])
    #expect(
      try Fixture.call(exchange, "DELETE", "/api/v3/orders/sync", unknown).json["code"]
        == .int(-51))
  }

  @Test("what has not filled by the end of the day expires")
  func expiry() throws {
    let nextDay = Fixture.plain + "1790135100000,NSE:SBIN-EQ,548.00,548.10,548.05,10,500,500\n"
    let exchange = try Fixture.exchange(nextDay)
    let body = Fixture.order(["type": .int(1), "limitPrice": .int(540)])
    _ = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", body)
    try Fixture.play(exchange, 6)
    #expect(try book(exchange).state == .pending)
    try Fixture.play(exchange, 1)
    #expect(try book(exchange).state == .expired)
  }

  @Test("protective legs follow a fill, and one cancels the other")
  func legs() throws {
    let exchange = try Fixture.exchange()
    _ = try Fixture.call(
      exchange, "POST", "/api/v3/orders/sync",
      Fixture.order(["stopLoss": .int(1), "takeProfit": .int(5)]))
    let legs = exchange.account.orders.dropFirst()
    #expect(legs.map(\.terms.stopPrice.micros) == [548_800_000, 0])
    #expect(legs.map(\.terms.limitPrice.micros) == [0, 554_800_000])
    try Fixture.play(exchange, 6)
    #expect(exchange.account.orders.map(\.state) == [.filled, .filled, .cancelled])
    #expect(exchange.account.positions.first?.net == 0)
  }
}
