import Market
import Money
import Testing
import Trading

@Suite("Latency")
struct LatencyTests {
  @Test("a market order fills at the first tick of its symbol at or after time + latency")
  func market() throws {
    var bench = Bench {
      $0.latencyMilliseconds = 1_500
      $0.symbols = ["A", "B"]
    }
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("101")
    try bench.at("90", tcs)
    try bench.at("103", gap: 0)
    #expect(bench.fills == ["BUY 10 @ 103.00 script"])
    try bench.at("103") { $0.sell(10) }
    try bench.at("104", gap: 1_500)
    #expect(bench.fills.last == "SELL 10 @ 104.00 script")
  }

  @Test("an order the wallet no longer covers at its fill fails whole with FUNDS")
  func funds() throws {
    var bench = Bench {
      $0.latencyMilliseconds = 500
      $0.cash = "1000"
      $0.rate = .init(nanos: 0) ?? .standard
    }
    let notes = Notes()
    bench.engine.rules.onCall = { call, desk in
      if case .order(let index) = call, let order = desk.order(at: index) {
        notes.lines.append("\(order.status.text) \(order.failure?.rawValue ?? "") \(order.detail)")
      }
      return .completed
    }
    try bench.at("100") { desk in
      desk.ask(.buy, 9)
      desk.ask(.buy, 1)
    }
    try bench.at("101")
    #expect(bench.fills == ["BUY 9 @ 101.00 script"])
    #expect(
      notes.lines == [
        "executed  ", "failed FUNDS Insufficient balance. Need: ₹101.00, Available: ₹91.00",
      ])
    #expect(bench.desk.holdsNothing)
    #expect(bench.desk.ledger.wallet == amount("91"))
  }

  @Test("a limit on its way does not rest yet")
  func limit() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_500 }
    try bench.at("100") { $0.ask(.buy, 10, type: .limit, price: "95") }
    try bench.at("90")
    try bench.at("96")
    #expect(bench.fills.isEmpty)
    try bench.at("94")
    #expect(bench.fills == ["BUY 10 @ 94.00 script"])
  }

  @Test("a trigger is not seen before the order is there")
  func stop() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_500 }
    try bench.at("100") { $0.ask(.buy, 10, type: .stop, trigger: "105") }
    try bench.at("106")
    try bench.at("104")
    #expect(bench.fills.isEmpty)
    try bench.at("105")
    #expect(bench.fills == ["BUY 10 @ 105.00 script"])
  }

  @Test("a cancel acts late too: a fill may come first")
  func cancel() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_500 }
    try bench.at("100") { desk in
      desk.ask(.buy, 10, type: .limit, price: "95")
      desk.ask(.buy, 20, type: .limit, price: "90")
    }
    try bench.at("100", gap: 2_000)
    try bench.at("100") { desk in
      _ = desk.cancel(order: 0, source: "")
      _ = desk.cancel(order: 1, source: "")
    }
    #expect(bench.orders == ["BUY-1 pending", "BUY-2 pending"])
    try bench.at("95") { _ = $0.cancel(order: 1, source: "") }
    try bench.at("90")
    #expect(bench.orders == ["BUY-1 executed", "BUY-2 cancelled"])
    #expect(bench.desk.holdsNothing)
  }

  @Test("an order taken back at once never fills, however late both act")
  func cancelledBeforeSending() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_500 }
    try bench.at("100") { desk in
      let index = desk.ask(.buy, 10).index
      _ = desk.cancel(order: index, source: "")
    }
    #expect(bench.orders == ["BUY-1 pending"])
    try bench.at("100", gap: 2_000)
    #expect(bench.orders == ["BUY-1 cancelled"])
  }

  @Test("a modify acts late: until then the old terms fill")
  func modify() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_500 }
    try bench.at("100") { desk in
      desk.ask(.buy, 10, type: .limit, price: "95")
      desk.ask(.buy, 20, type: .limit, price: "90")
    }
    try bench.at("100", gap: 2_000)
    try bench.at("100") { desk in
      _ = desk.modify(order: 0, price: asked("80"), trigger: nil, quantity: nil)
      _ = desk.modify(order: 1, price: asked("93"), trigger: nil, quantity: .whole(30))
    }
    #expect(bench.desk.orders[1].quantity == 20)
    try bench.at("94")
    #expect(bench.fills == ["BUY 10 @ 94.00 script"])
    try bench.at("92")
    #expect(bench.fills.last == "BUY 30 @ 92.00 script")
    #expect(bench.desk.holdsNothing)
  }

  @Test("two modifies on their way act one after the other")
  func twoModifies() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_500 }
    try bench.at("100") { $0.ask(.buy, 10, type: .limit, price: "80") }
    try bench.at("100", gap: 2_000) { desk in
      _ = desk.modify(order: 0, price: asked("90"), trigger: nil, quantity: .whole(50))
    }
    try bench.at("100") { desk in
      _ = desk.modify(order: 0, price: asked("70"), trigger: nil, quantity: nil)
    }
    #expect(bench.desk.account().free == amount("495497.75"))
    try bench.at("89")
    #expect(bench.fills == ["BUY 50 @ 89.00 script"])
    #expect(bench.desk.holdsNothing)
  }

  @Test("a protective exit fires once and fills late")
  func protective() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_500 }
    try bench.at("100") { $0.buy(10, stop: "95", target: "110") }
    try bench.at("100", gap: 2_000)
    for ltp in ["94", "93", "111", "90"] { try bench.at(ltp) }
    #expect(bench.fills == ["BUY 10 @ 100.00 script", "SELL 10 @ 111.00 stop_loss"])
    #expect(bench.desk.orders.count == 2)
  }

  @Test("a stop sells what a target on its way does not")
  func partial() throws {
    var bench = Bench { $0.latencyMilliseconds = 1_500 }
    let protection = ProtectionRequest(
      stopLoss: at("95"), targets: [target(at("110"), "0.5"), target(at("120"), "0.5")])
    try bench.at("100") { $0.buy(100, protection: protection) }
    try bench.at("100", gap: 2_000)
    for ltp in ["110", "95", "96", "97"] { try bench.at(ltp) }
    #expect(
      bench.fills.suffix(2) == ["SELL 50 @ 96.00 take_profit", "SELL 50 @ 97.00 stop_loss"])
  }

  @Test("a target waits while a sale of the script's has all units, and serves what comes back")
  func targetWaits() throws {
    var bench = Bench { $0.latencyMilliseconds = 2_500 }
    try bench.at("100") { $0.buy(10, target: "110") }
    try bench.at("100", gap: 3_000)
    try bench.at("100") { $0.sell(10) }
    try bench.at("110") { _ = $0.cancel(order: 1, source: "") }
    try bench.at("110", gap: 1_000)
    try bench.at("110", gap: 500)
    #expect(bench.fills.last == "SELL 10 @ 110.00 script")
    #expect(bench.desk.orders.count == 2)
  }

  @Test(
    "the opening leg of a flip is sent when the closing leg has filled, and acts a latency later")
  func flip() throws {
    var bench = Bench {
      $0.latencyMilliseconds = 500
      $0.declaration.allowsShort = true
    }
    try bench.at("100") { $0.ask(.buy, 10) }
    try bench.at("100")
    try bench.at("100") { desk in
      let closing = desk.close()
      desk.ask(.sell, 5) { $0.follows = closing.index }
    }
    try bench.at("101")
    #expect(bench.fills.last == "SELL 10 @ 101.00 script")
    #expect(bench.orders.last == "SELL-3 pending")
    try bench.at("101.50", gap: 499)
    #expect(bench.fills.count == 2)
    try bench.at("102", gap: 1)
    #expect(bench.fills.last == "SELL 5 @ 102.00 script")
    #expect(bench.desk.heldPosition(sbin).quantity == -5)
  }

  @Test("the longest latency there is never fills and traps nothing")
  func longest() throws {
    var bench = Bench { $0.latencyMilliseconds = Int64.max / 1_000_000 }
    try bench.at("100") { $0.ask(.buy, 10) }
    for _ in 0..<5 { try bench.at("100") }
    #expect(bench.fills.isEmpty)
  }
}
