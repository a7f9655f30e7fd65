import Market
import Money
import Reporting
import Testing
import Trading

@testable import Server

@Suite("A symbol that several scripts hold")
struct SharedSymbolTests {
  private static func rupees(_ text: String) -> Amount { Amount(parsing: text) ?? .zero }
  private static func price(_ text: String) -> Price { Price(parsing: text) ?? .zero }

  private static func holder(
    _ strategy: String, _ quantity: Int64, cost: String, unrealized: String, stop: String,
    openedAt: EventTime = FakeSession.time
  ) -> PositionState.Holder {
    PositionState.Holder(
      share: AccountPosition.Share(
        strategy: strategy,
        position: PositionReport(
          symbol: "SIM:A", quantity: quantity, cost: rupees(cost), currentPrice: price("103"),
          unrealizedPnL: rupees(unrealized))),
      stop: price(stop), openedAt: openedAt)
  }

  @Test("it is there once, with the account's total and what each script has of it")
  func once() async throws {
    try await TestClient.run { client in
      client.session.change {
        $0.shared = [
          PositionState([
            Self.holder("a", 10, cost: "1000", unrealized: "30", stop: "90"),
            Self.holder("b", 3, cost: "303", unrealized: "6", stop: "95"),
          ])
        ]
      }
      let a =
        #"{"quantity": 10, "avg_buy_price": 100.00, "current_price": 103.00, "#
        + #""unrealized_pnl": 30.00, "unrealized_pnl_percent": 3.00"#
      let b =
        #"{"quantity": 3, "avg_buy_price": 101.00, "current_price": 103.00, "#
        + #""unrealized_pnl": 6.00, "unrealized_pnl_percent": 1.980198"#
      let total =
        #""SIM:A": {"quantity": 13, "avg_buy_price": 100.230769, "current_price": 103.00, "#
        + #""unrealized_pnl": 36.00, "unrealized_pnl_percent": 2.762855"#
      let time = #""opened_at": "2024-12-29T10:30:45.123+05:30""#
      let (portfolio, positions) = (try client.get("/portfolio"), try client.get("/positions"))
      #expect(
        portfolio.body.hasSuffix(
          #""positions": {\#(total), "strategies": {"a": \#(a)}, "b": \#(b)}}}}}"# + "\n"))
      #expect(
        positions.body
          == #"{"positions": {\#(total), "stop": null, "target": null, \#(time), "strategy": null, "#
          + #""strategies": {"a": \#(a), "stop": 90.00, "target": null, \#(time)}, "#
          + #""b": \#(b), "stop": 95.00, "target": null, \#(time)}}}}, "count": 1}"# + "\n")
    }
  }

  @Test("longs and shorts that are equal are no average and no flat position")
  func opposite() async throws {
    try await TestClient.run { client in
      client.session.change {
        $0.shared = [
          PositionState([
            Self.holder("a", 5, cost: "500", unrealized: "15", stop: "90"),
            Self.holder(
              "b", -5, cost: "520", unrealized: "5", stop: "120",
              openedAt: EventTime(nanoseconds: FakeSession.time.nanoseconds - 1_000_000_000)),
          ])
        ]
      }
      let position = try client.get("/positions").json["positions"]["SIM:A"]
      #expect(position["quantity"].text == "0")
      #expect(position["avg_buy_price"] == .null)
      #expect(position["unrealized_pnl"].text == "20.00")
      #expect(position["opened_at"].text == "2024-12-29T10:30:44.123+05:30")
      #expect(position["strategies"]["b"]["quantity"].text == "-5")
    }
  }

  @Test("who alone holds it is named beside the total, and a person is not")
  func alone() async throws {
    try await TestClient.run { client in
      client.session.change {
        $0.shared = [
          PositionState([Self.holder("a", 10, cost: "1000", unrealized: "30", stop: "90")])
        ]
      }
      _ = try client.quote()
      _ = try client.post("/buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": 1}"#)
      let positions = try client.get("/positions").json["positions"]
      #expect(positions["SIM:A"]["strategy"].text == "a")
      #expect(positions["SIM:A"]["stop"].text == "90.00")
      #expect(positions["SIM:A"]["strategies"].keys == ["a"])
      #expect(positions["NSE:SBIN-EQ"]["strategy"] == .null)
      #expect(positions["NSE:SBIN-EQ"]["strategies"].keys == [])
    }
  }

  private static func sale(
    _ id: String, _ quantity: Int64, value: String, realized: String, cost: String
  ) -> ExecutedTrade {
    ExecutedTrade(
      orderID: id, side: .sell, symbol: "SIM:A", quantity: quantity, executedPrice: price("103"),
      value: rupees(value), commission: rupees("0.50"), realizedPnL: rupees(realized),
      costOfClosed: rupees(cost), timestamp: FakeSession.time)
  }

  @Test("a sale that is shared out tells of all in its sentence and lists every order")
  func sale() async throws {
    try await TestClient.run { client in
      client.session.change {
        $0.answer = .executed([
          Self.sale("SELL-3", 10, value: "1030", realized: "29.50", cost: "1000"),
          Self.sale("SELL-4", 3, value: "309", realized: "5.50", cost: "303"),
        ])
      }
      let body = #"{"symbol": "SIM:A", "quantity": 13}"#
      let sold = try client.post("/sell", body, headers: ["Idempotency-Key: once"])
      #expect(
        sold.message == "✅ SELL EXECUTED: 13 SIM:A @ ₹103.00 | Proceeds: ₹1,338.00 | "
          + "P&L: ₹35.00 (2.69%)")
      #expect(sold.json["order"]["order_id"].text == "SELL-3")
      #expect(sold.json["order"]["quantity"].text == "10")
      #expect(sold.json["orders"].list.map { $0["order_id"].text } == ["SELL-3", "SELL-4"])
      #expect(sold.json["orders"].list.map { $0["quantity"].text } == ["10", "3"])
      let again = try client.post("/sell", body, headers: ["Idempotency-Key: once"])
      #expect(again.body == sold.body)
      #expect(client.session.now.trades.count == 1)
    }
  }

  @Test("orders that wait for their fills are all named")
  func pending() async throws {
    try await TestClient.run { client in
      let orders = ["SELL-3", "SELL-4"].map { id in
        OrderReport(
          orderID: id, symbol: "SIM:A", side: .sell, quantity: 0, executedPrice: nil,
          timestamp: FakeSession.time, commission: .zero, realizedPnL: .zero, status: "pending",
          reason: "api")
      }
      client.session.change { $0.answer = .pending(orders) }
      let sold = try client.post("/sell", #"{"symbol": "SIM:A", "quantity": 13}"#)
      #expect(sold.message == "⏳ SELL ACCEPTED: 13 SIM:A, SELL-3, SELL-4 wait for their fills")
      #expect(sold.json["order"]["order_id"].text == "SELL-3")
      #expect(sold.json["orders"].list.map { $0["status"].text } == ["pending", "pending"])
    }
  }

  @Test("one order is listed as well, and is the same twice")
  func oneOrder() async throws {
    try await TestClient.run { client in
      _ = try client.quote()
      let bought = try client.post("/buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": 1}"#).json
      #expect(bought.keys == ["success", "message", "order", "orders"])
      #expect(bought["orders"].list == [bought["order"]])
    }
  }

  @Test("a sum of orders has their average price, rounded, and never leaves the range")
  func sums() {
    var one = Self.sale("SELL-1", 2, value: "200", realized: "1", cost: "198")
    one.executedPrice = Self.price("100")
    let other = Self.sale("SELL-2", 1, value: "100.01", realized: "-0.01", cost: "100")
    let sum = ExecutedTrade(sumOf: [one, other])
    #expect(sum.executedPrice == Self.price("100.003333"))
    #expect(sum.quantity == 3 && sum.orderID == "SELL-1")
    #expect(sum.realizedPnL == Self.rupees("0.99") && sum.commission == Self.rupees("1"))
    one.quantity = .max
    one.value = Amount(micros: .max)
    let most = ExecutedTrade(sumOf: [one, one])
    #expect(most.quantity == .max && most.value.micros == .max)
    #expect(ExecutedTrade(sumOf: [other]) == other)
  }
}
