import Market
import Money
import Testing

@testable import Trading

@Suite("One-sided books")
struct OneSidedTests {
  @Test("a market order whose side is missing stays pending, and fills at the first there is")
  func pending() throws {
    for latency in [0, 500] as [Int64] {
      var bench = Bench(week: "10:00", ["SIM:A"]) {
        $0.latencyMilliseconds = latency
        $0.declaration.allowsShort = true
        $0.declaration.product = .intraday
      }
      try bench.quote(at: "10:00", "99", "0", "100") { $0.ask(.buy, 1) }
      try bench.quote(at: "10:00:05", "98", "0", "98")
      #expect(bench.orders == ["BUY-1 pending"])
      try bench.quote(at: "10:00:06", "0", "103", "98")
      #expect(bench.timedFills == ["10:00:06 BUY 1 @ 103.00 script"])
      // An exit waits as long as it takes.
      try bench.quote(at: "10:00:07", "0", "103", "98") { $0.sell(1) }
      bench.clock(at: "10:01")
      #expect(bench.orders.last == "SELL-2 pending")
      try bench.quote(at: "10:01", "90", "103", "98")
      #expect(bench.timedFills.last == "10:01:00 SELL 1 @ 90.00 script")
      #expect(bench.desk.holdsNothing)
    }
  }

  @Test(
    "an entry that finds nobody is taken back after ORDER_TIMEOUT, counted from when it could act")
  func timeout() throws {
    for latency in [0, 2_000] as [Int64] {
      var bench = Bench(week: "10:00", ["SIM:A"]) { $0.latencyMilliseconds = latency }
      try bench.quote(at: "10:00", "99", "0", "100") { $0.ask(.buy, 1) }
      if latency > 0 { try bench.quote(at: "10:00:02", "99", "0", "100") }
      bench.clock(at: latency > 0 ? "10:00:11.999" : "10:00:09.999")
      #expect(bench.orders == ["BUY-1 pending"])
      try bench.quote(at: "10:00:12", "99", "100", "100")
      #expect(bench.endings == ["10:00:1\(latency / 1_000) BUY-1 timeout"])
      #expect(bench.desk.holdsNothing && bench.fills.isEmpty)
    }
  }

  @Test("a timeout is forgotten once the order has filled")
  func filledInTime() throws {
    var bench = Bench(week: "10:00", ["SIM:A"])
    try bench.quote(at: "10:00", "99", "0", "100") { $0.ask(.buy, 1) }
    try bench.quote(at: "10:00:09", "99", "101", "100")
    bench.clock(at: "10:01")
    #expect(bench.outcomes == ["BUY-1 executed"] && bench.endings.isEmpty)
  }

  @Test(
    "a market buy without an ask is held at the last price, and fails whole without the funds"
  )
  func funds() throws {
    var bench = Bench(week: "10:00", ["SIM:A"]) { $0.cash = "1000" }
    try bench.quote(at: "10:00", "99", "0", "100") { $0.ask(.buy, 9) }
    #expect(bench.desk.account().free == amount("100"))
    try bench.quote(at: "10:00:01", "99", "112", "100")
    #expect(bench.outcomes == ["BUY-1 failed FUNDS"])
    #expect(bench.desk.holdsNothing)
  }

  @Test("a missing side is no price: limits, stops and fired levels wait for it")
  func types() throws {
    var bench = Bench(week: "10:00", ["SIM:A"])
    try bench.quote(at: "10:00", "99", "101", "100") { desk in
      desk.buy(10, stop: "95")
      desk.ask(.buy, 1, type: .limit, price: "98")
      desk.ask(.buy, 1, type: .stop, trigger: "105")
    }
    try bench.quote(at: "10:00:01", "97", "0", "105")
    #expect(bench.fills.count == 1)
    // The trigger was reached; the limit is not.
    try bench.quote(at: "10:00:02", "97", "99", "98")
    #expect(bench.fills.last == "BUY 1 @ 99.00 script" && bench.orders[1] == "BUY-2 pending")
    try bench.quote(at: "10:00:03", "0", "99", "94")
    #expect(bench.fills.count == 2)
    try bench.quote(at: "10:00:04", "93", "99", "100")
    #expect(bench.fills.last == "SELL 11 @ 93.00 stop_loss")
  }

  @Test("no side at all still marks at the last price")
  func marks() throws {
    var bench = Bench(week: "10:00", ["SIM:A"])
    try bench.tick(at: "10:00", "100") { $0.ask(.buy, 10) }
    try bench.quote(at: "10:00:01", "0", "0", "90")
    #expect(bench.desk.account().unrealized == amount("-100"))
  }

  @Test("a pending order whose side never comes ends with its day, an exit is owed on")
  func dayEnd() throws {
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:14:50", "100") { $0.buy(10, stop: "95") }
    try bench.quote(at: "15:14:55", "0", "101", "94")
    bench.clock(at: "15:15")
    #expect(bench.endings == ["15:15:00 SELL-2 day_end"])
    try bench.tick(at: "1 09:15", "99")
    #expect(bench.timedFills.last == "1 09:15:00 SELL 10 @ 99.00 stop_loss")
  }
}
