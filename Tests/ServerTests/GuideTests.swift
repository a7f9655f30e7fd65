import Money
import Testing
import Trading

@testable import Server

@Suite("The guide's calls")
struct GuideTests {
  @Test("a purchase, a fall below the stop, and the books afterwards are the guide's")
  func walk() async throws {
    try await TestClient.run { client in
      #expect(
        try client.quote().body == #"{"success": true, "message": "Price updated", "fills": []}"#
          + "\n")
      let bought = try client.post(
        "/buy",
        #"{"symbol": "NSE:SBIN-EQ", "quantity": 100, "stop_loss_price": 545.00, "take_profit_price": 560.00}"#
      )
      #expect(bought.status == 200)
      #expect(
        bought.message
          == "✅ BUY EXECUTED: 100 NSE:SBIN-EQ @ ₹550.00 (Total: ₹55,000.00 + Commission: ₹27.50)")
      let order = bought.json["order"]
      #expect(order["order_id"].text == "BUY-1")
      #expect(order["quantity"] == .number("100"))
      #expect(order["executed_price"] == .number("550.00"))
      #expect(order["commission"] == .number("27.50"))
      #expect(order["timestamp"].text == "2024-12-29T10:30:45.123+05:30")

      let portfolio = try client.get("/portfolio").json
      #expect(
        portfolio.keys == [
          "wallet_balance", "total_realized_pnl", "total_unrealized_pnl", "total_pnl",
          "total_pnl_percent", "portfolio_value", "active_positions_count", "order_count",
          "positions",
        ])
      #expect(portfolio["wallet_balance"] == .number("444972.50"))
      #expect(portfolio["positions"]["NSE:SBIN-EQ"]["avg_buy_price"] == .number("550.00"))
      #expect(
        try client.get("/risk-orders").body
          == #"{"stop_losses": {"NSE:SBIN-EQ": [{"trigger_price": 545.00, "quantity": 100}]}, "#
          + #""take_profits": {"NSE:SBIN-EQ": [{"trigger_price": 560.00, "quantity": 100}]}}"#
          + "\n"
      )
      #expect(
        try client.get("/positions").json["positions"]["NSE:SBIN-EQ"]["stop"].text == "545.00")

      let fallen = try client.quote(bid: "544.50", ask: "545.00", last: "544.75").json
      #expect(fallen["fills"].count == 1)
      let orders = try client.get("/orders?symbol=NSE%3ASBIN-EQ").json
      #expect(orders["count"] == .number("2"))
      let list = orders["orders"].list
      #expect(list[1]["reason"].text == "stop_loss")
      #expect(list[1]["executed_price"].text == "544.50")
      #expect(try client.get("/orders?symbol=NSE:OTHER").json["count"].text == "0")
    }
  }

  @Test("orders come in pages, oldest first, with the way to older ones")
  func orderPages() async throws {
    try await TestClient.run { client throws in
      _ = try client.quote()
      _ = try client.quote("NSE:OTHER")
      for number in 1...5 {
        let symbol = number == 2 ? "NSE:OTHER" : "NSE:SBIN-EQ"
        _ = try client.post("/buy", #"{"symbol": "\#(symbol)", "quantity": 1}"#)
      }
      func ids(_ query: String) throws -> [String] {
        try client.get("/orders\(query)").json["orders"].list.map { $0["order_id"].text }
      }
      #expect(try ids("") == ["BUY-1", "BUY-2", "BUY-3", "BUY-4", "BUY-5"])
      #expect(try client.get("/orders").json["next_before"] == .null)
      #expect(try ids("?limit=2") == ["BUY-4", "BUY-5"])
      #expect(try client.get("/orders?limit=2").json["count"].text == "2")
      #expect(try client.get("/orders?limit=2").json["next_before"].text == "BUY-4")
      #expect(try ids("?limit=2&before=BUY-4") == ["BUY-2", "BUY-3"])
      #expect(try ids("?limit=2&before=SELL-2") == ["BUY-1"])
      #expect(try client.get("/orders?limit=2&before=BUY-3").json["next_before"] == .null)
      #expect(try ids("?symbol=NSE:SBIN-EQ&limit=1&before=BUY-3") == ["BUY-1"])
      for query in [
        "limit=0", "limit=1001", "limit=-1", "limit=1.5", "limit=", "before=", "before=BUY",
        "before=BUY-x", "before=1", "before=BUY-1-1", "before=BUY-99999999999",
      ] {
        let answer = try client.get("/orders?\(query)")
        #expect(answer.status == 400, "\(query)")
        #expect(answer.message.contains("expected"), "\(query)")
      }
    }
  }

  @Test("a command that comes behind its deadline is not carried out")
  func deadline() async throws {
    try await TestClient.run { client throws in
      func halt(_ deadline: String) throws -> Answer {
        try client.send(
          client.request("POST", "/control/halt", headers: ["Sauda-Deadline: \(deadline)"]))
      }
      #expect(try halt(String(CallDeadline(in: -1).nanoseconds)).status == 409)
      #expect(try halt("0").code == "REFUSED")
      for text in ["x", "-1", "1.5", "99999999999999999999"] {
        #expect(try halt(text).status == 400)
      }
      #expect(client.session.now.commands.isEmpty)
      #expect(try halt(String(CallDeadline(in: 60_000_000_000).nanoseconds)).status == 200)
      #expect(client.session.now.mode == .halted)
    }
  }

  @Test("a sale tells proceeds and profit, a loss with the sign behind the rupee")
  func sale() async throws {
    try await TestClient.run { client in
      _ = try client.quote()
      _ = try client.post("/buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": "100"}"#)
      let sold = try client.post("/sell", #"{"symbol": "NSE:SBIN-EQ", "quantity": 1e2}"#)
      #expect(
        sold.message == "✅ SELL EXECUTED: 100 NSE:SBIN-EQ @ ₹549.50 | Proceeds: ₹54,922.52 | "
          + "P&L: ₹-77.48 (-0.14%)")
      #expect(try client.get("/portfolio").json["wallet_balance"].text == "499895.02")
    }
  }

  @Test("refusals carry the guide's sentence and the code")
  func refusals() async throws {
    try await TestClient.run(session: FakeSession(cash: .init(rupees: 50_000))) { client in
      let unknown = try client.post("/buy", #"{"symbol": "NSE:NONE", "quantity": 1}"#)
      #expect(unknown.status == 422)
      #expect(unknown.code == "NOT_READY")
      _ = try client.quote()
      let poor = try client.post("/buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": 100}"#)
      #expect(poor.status == 422)
      #expect(
        poor.body
          == #"{"success": false, "message": "❌ Insufficient balance. Need: ₹55,027.50, "#
          + #"Available: ₹50,000.00", "code": "FUNDS"}"# + "\n")
      let empty = try client.post("/sell", #"{"symbol": "NSE:SBIN-EQ", "quantity": 11}"#)
      #expect(empty.message == "❌ Insufficient quantity. Need: 11, Available: 0")
      #expect(empty.code == "QUANTITY")
      for quantity in ["0", "-1", "1.5", "1e30", #""0.1""#] {
        let answer = try client.post(
          "/buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": \#(quantity)}"#)
        #expect(answer.status == 422, "\(quantity)")
        #expect(answer.code == "QUANTITY", "\(quantity)")
      }
      #expect(try client.quote(bid: "550.05").code == "PRICE")
      #expect(try client.quote(bid: "0.0000001").status == 422)
      for price in ["-0.01", "\"-1\""] {
        #expect(try client.quote(bid: price).code == "PRICE")
        #expect(try client.quote(ask: price).code == "PRICE")
        #expect(try client.quote(last: price).code == "PRICE")
      }
      #expect(try client.quote(last: "0").code == "PRICE")
    }
  }

  @Test("a feed that is not manual takes no price, and an order may wait for its fill")
  func liveFeed() async throws {
    try await TestClient.run { client in
      _ = try client.quote()
      client.session.change {
        $0.isManual = false
        $0.isPending = true
      }
      let refused = try client.quote()
      #expect(refused.status == 409)
      #expect(refused.code == "FEED_NOT_MANUAL")
      let waiting = try client.post("/buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": 5}"#)
      #expect(waiting.status == 200)
      #expect(waiting.message == "⏳ BUY ACCEPTED: 5 NSE:SBIN-EQ, BUY-1 waits for its fill")
      #expect(waiting.json["order"]["status"].text == "pending")
    }
  }

  @Test("operator commands answer with the mode", arguments: OperatorCommand.allCases)
  func control(command: OperatorCommand) async throws {
    try await TestClient.run { client in
      // Without a body there is nothing to declare a type for.
      let answer = try client.send(client.request("POST", "/control/\(command.rawValue)"))
      #expect(answer.status == 200)
      let modes: [OperatorCommand: String] = [
        .exitOnly: "exit_only", .flatten: "exit_only", .halt: "halted", .resume: "running",
      ]
      #expect(answer.json["mode"].text == modes[command])
      #expect(client.session.now.commands == [command])
      client.session.change { $0.status = .stopping }
      #expect(try client.post("/control/\(command.rawValue)", "{}").status == 409)
    }
  }

  @Test("health needs no token, and is 503 when the session is not fit")
  func health() async throws {
    try await TestClient.run { client in
      let text = client.request("GET", "/health", token: nil)
      #expect(try client.send(text).json["status"].text == "ok")
      for status in HealthState.Status.allCases where status != .ok {
        client.session.change { $0.status = status }
        let answer = try client.send(text)
        #expect(answer.status == 503)
        #expect(answer.json["success"] == .bool(false))
        #expect(answer.json["status"].text == status.rawValue)
        // Everything else goes on answering.
        #expect(try client.get("/portfolio").status == 200)
      }
    }
  }

  @Test("the page, the description and the metrics are served, with no way for other sites in")
  func pages() async throws {
    try await TestClient.run { client in
      let page = try client.send("GET / HTTP/1.1\r\nHost: localhost:\(client.port)\r\n\r\n")
      #expect(page.status == 200)
      #expect(page.body.contains("/update-price"))
      #expect(page.headers["content-security-policy"]?.contains("default-src 'self'") == true)
      #expect(page.headers["x-frame-options"] == "DENY")
      #expect(page.headers["access-control-allow-origin"] == nil)
      #expect(try client.get("/openapi.json").json["openapi"].text.hasPrefix("3."))
      let metrics = try client.get("/metrics")
      #expect(metrics.headers["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
      #expect(metrics.body.contains("# HELP sauda_ticks_total Ticks \\\\ seen.\n"))
      #expect(metrics.body.contains(#"sauda_wallet_rupees{of="a\"b\\c\nd"} 499895.02"#))
      #expect(metrics.body.contains(#"sauda_decision_seconds_bucket{le="+Inf"} 10"#))
      #expect(metrics.body.contains("sauda_decision_seconds_sum 0.0015\n"))
      #expect(metrics.body.contains(#"sauda_http_answers_total{status="200"}"#))
      let head = try client.connect()
      head.send(client.request("HEAD", "/portfolio") + client.request("GET", "/health"))
      #expect(try head.answer(toHead: true)?.status == 200)
      #expect(try head.answer()?.json["status"].text == "ok")
    }
  }
}
