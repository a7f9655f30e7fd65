import Market
import Money
import Testing

@testable import Trading

@Suite("How long orders work")
struct ValidityTests {
  struct Immediate: CustomTestStringConvertible, Sendable {
    let label: String
    let type: OrderType
    var price: String?
    var trigger: String?
    var ask = "101"
    /// The status, and the reason where it was taken back.
    let outcome: String
    var testDescription: String { label }
  }

  static let immediates: [Immediate] = [
    Immediate(label: "a market order", type: .market, outcome: "executed"),
    Immediate(
      label: "a market order without an ask", type: .market, ask: "0", outcome: "cancelled ioc"),
    Immediate(label: "a marketable limit", type: .limit, price: "101", outcome: "executed"),
    Immediate(
      label: "a limit below the ask", type: .limit, price: "100.95", outcome: "cancelled ioc"),
    Immediate(
      label: "a stop that is not triggered", type: .stop, trigger: "105", outcome: "cancelled ioc"),
    Immediate(label: "a triggered stop", type: .stop, trigger: "100", outcome: "executed"),
    Immediate(
      label: "a triggered stop limit without its price", type: .stopLimit, price: "100.50",
      trigger: "100", outcome: "cancelled ioc"),
  ]

  @Test(
    "what of an IOC cannot fill when it acts is cancelled", arguments: immediates,
    [0, 2_000] as [Int64])
  func immediate(_ row: Immediate, latency: Int64) throws {
    var bench = Bench(week: "10:00", ["SIM:A"]) { $0.latencyMilliseconds = latency }
    try bench.quote(at: "10:00", "99", row.ask, "100") { desk in
      desk.ask(.buy, 1, type: row.type, price: row.price, trigger: row.trigger) {
        $0.validity = .immediate
      }
      if latency > 0 { #expect(desk.orders.count == 1) }
    }
    if latency > 0 {
      try bench.quote(at: "10:00:01", "99", row.ask, "100")
      #expect(bench.outcomes == ["BUY-1 pending"])
      try bench.quote(at: "10:00:02", "99", row.ask, "100")
    }
    #expect(bench.outcomes == ["BUY-1 \(row.outcome)"])
    #expect(bench.desk.holdsNothing)
  }

  @Test("an IOC asked before the first tick of open acts at that tick")
  func immediateBeforeTick() throws {
    var bench = Bench(week: "15:00")
    bench.onTimers { _, desk in
      for price in ["100", "90"] {
        desk.ask(.buy, 1, type: .limit, price: price) { $0.validity = .immediate }
      }
    }
    try bench.tick(at: "15:10", "100") { _ = $0.setTimer(.daily(secondOfDay: 9 * 3_600 + 20 * 60)) }
    try bench.tick(at: "1 09:21", "95")
    #expect(bench.timedFills == ["1 09:21:00 BUY 1 @ 95.00 script"])
    #expect(bench.endings == ["1 09:21:00 BUY-2 ioc"])
  }

  @Test(
    "a GTC is kept over the end of open, and works on under its id from the next first tick"
  )
  func untilCancelled() throws {
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:10", "100") { desk in
      desk.ask(.buy, 3, type: .limit, price: "90") { $0.validity = .untilCancelled }
    }
    for (moment, ltp) in [("15:16", "80"), ("1 09:10", "80"), ("1 09:15", "95")] {
      try bench.tick(at: moment, ltp)
      #expect(bench.outcomes == ["BUY-1 pending"])
    }
    try bench.tick(at: "1 09:16", "89")
    #expect(bench.timedFills == ["1 09:16:00 BUY 3 @ 89.00 script"])
    #expect(bench.desk.holdsNothing)
  }

  @Test("it is judged again as it is sent: what the gate denies then fails")
  func judgedAgain() throws {
    var bench = Bench(week: "15:00") { $0.declaration.limits.maxOrders = 1 }
    try bench.tick(at: "15:10", "100") { desk in
      desk.ask(.buy, 3, type: .limit, price: "90") { $0.validity = .untilCancelled }
    }
    bench.onTimers { _, desk in desk.ask(.buy, 1, type: .limit, price: "10") }
    // An order of the new date comes first, and is all that the day's limit grants.
    try bench.tick(at: "15:11", "100") { _ = $0.setTimer(.daily(secondOfDay: 9 * 3_600 + 15 * 60)) }
    try bench.tick(at: "1 09:16", "89")
    #expect(bench.outcomes == ["BUY-1 failed MAX_ORDERS", "BUY-2 pending"])
    #expect(bench.desk.account().free == amount("499990"))
  }

  @Test("a GTC exit whose position is gone fails")
  func exitWithoutPosition() throws {
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:10", "100") { $0.buy(10, stop: "95") }
    try bench.tick(at: "15:11", "100") {
      $0.ask(.sell, 10, type: .limit, price: "120") { $0.validity = .untilCancelled }
    }
    // The stop sells at the first tick of the next day, and takes what waits.
    try bench.tick(at: "1 09:15", "94")
    #expect(bench.desk.heldPosition(sbin).quantity == 0)
    #expect(bench.desk.orders[1].status.isWorking == false)
    try bench.tick(at: "1 09:16", "125")
    #expect(bench.fills.count == 2)
  }

  @Test("a kept GTC can be cancelled at any hour, at once, by its script or an operator")
  func cancelKept() throws {
    var bench = Bench(week: "15:00") { $0.latencyMilliseconds = 1_000 }
    try bench.tick(at: "15:10", "100") { desk in
      for price in ["90", "91"] {
        desk.ask(.buy, 1, type: .limit, price: price) { $0.validity = .untilCancelled }
      }
    }
    try bench.tick(at: "18:00", "100") { _ = $0.cancel(order: 0, source: "") }
    #expect(bench.endings == ["18:00:00 BUY-1 script"])
    bench.command(.exitOnly, at: "19:00")
    #expect(bench.endings.last == "19:00:00 BUY-2 operator")
    #expect(bench.desk.holdsNothing)
  }

  @Test("a GTC whose cancellation is under way at the end of open does not come back")
  func cancelUnderWay() throws {
    var bench = Bench(week: "15:00") { $0.latencyMilliseconds = 2_000 }
    try bench.tick(at: "15:10", "100") { desk in
      desk.ask(.buy, 1, type: .limit, price: "90") { $0.validity = .untilCancelled }
    }
    try bench.tick(at: "15:14:59", "100") { _ = $0.cancel(order: 0, source: "") }
    try bench.tick(at: "1 09:15", "100")
    try bench.tick(at: "1 09:16", "80")
    try bench.tick(at: "1 09:17", "80")
    #expect(bench.fills.isEmpty)
    #expect(bench.outcomes == ["BUY-1 cancelled script"])
    #expect(bench.desk.holdsNothing)
  }

  @Test("a change under way at the end of open does not mix with later ones")
  func changeUnderWay() throws {
    var bench = Bench(week: "15:00") { $0.latencyMilliseconds = 2_000 }
    try bench.tick(at: "15:10", "100") { desk in
      desk.ask(.buy, 1, type: .limit, price: "90") { $0.validity = .untilCancelled }
    }
    try bench.tick(at: "15:14:59", "100") { desk in
      _ = desk.modify(order: 0, price: nil, trigger: nil, quantity: .whole(50))
    }
    try bench.tick(at: "1 09:15", "100")
    try bench.tick(at: "1 09:16", "100") { desk in
      _ = desk.modify(order: 0, price: asked("91"), trigger: nil, quantity: .whole(2))
    }
    try bench.tick(at: "1 09:17", "100")
    #expect(bench.desk.orders[0].quantity == 2)
    #expect(bench.desk.account().free == amount("499818"))
    try bench.tick(at: "1 09:18", "91")
    #expect(bench.fills == ["BUY 2 @ 91.00 script"])
    #expect(bench.desk.holdsNothing)
  }

  @Test(
    "asked outside of open with when = \"open\", an order waits for the next first tick"
  )
  func whenOpen() throws {
    let notes = Notes()
    var bench = Bench(week: "4 15:00")
    try bench.tick(at: "4 15:20", "100") { desk in
      notes.tickets.append(desk.ask(.buy, 10) { $0.waitsForOpen = true })
      notes.tickets.append(desk.ask(.buy, 1, type: .limit, price: "60") { $0.waitsForOpen = true })
    }
    #expect(bench.orders == ["BUY-1 pending", "BUY-2 pending"])
    // It holds what it needs, at the prices known when it was asked.
    #expect(bench.desk.account().free == amount("498940"))
    try bench.tick(at: "7 09:14:59", "104")
    #expect(bench.fills.isEmpty)
    try bench.tick(at: "7 09:15:03", "105")
    #expect(bench.timedFills == ["7 09:15:03 BUY 10 @ 105.00 script"])
    #expect(bench.orders[1] == "BUY-2 pending")
    bench.clock(at: "7 15:15")
    #expect(bench.outcomes[1] == "BUY-2 cancelled day_end")
  }

  @Test("during open, when = \"open\" changes nothing")
  func whenOpenInOpen() throws {
    var bench = Bench(week: "10:00")
    try bench.tick(at: "10:00", "100") { $0.ask(.buy, 10) { $0.waitsForOpen = true } }
    #expect(bench.fills.count == 1)
  }

  @Test("a waiting order is judged again when it acts, and can be cancelled before")
  func waitingJudged() throws {
    var bench = Bench(week: "15:00") { $0.cash = "1000" }
    try bench.tick(at: "15:20", "100") { desk in
      for quantity in [6, 1, 1] as [Int64] { desk.ask(.buy, quantity) { $0.waitsForOpen = true } }
      desk.ask(.sell, 1) { $0.waitsForOpen = true }
    }
    try bench.tick(at: "15:21", "100") { _ = $0.cancel(order: 2, source: "") }
    try bench.tick(at: "1 09:15", "170")
    #expect(
      bench.outcomes == ["BUY-1 failed FUNDS", "BUY-2 executed", "BUY-3 cancelled script"])
    #expect(bench.desk.denials.first?.denial.reason == .quantity)
  }

  @Test("daily rules decide after the close: a bar's callback may leave an order for the next open")
  func dailyRule() throws {
    var bench = Bench(week: "10:00") { setup in
      setup.declaration.bars = ["1d"]
      setup.rules.onCall = { call, desk in
        if case .bar = call { desk.ask(.buy, 1) { $0.waitsForOpen = true } }
        return .completed
      }
    }
    try bench.tick(at: "15:00", "100")
    try bench.tick(at: "1 09:15", "110")
    #expect(bench.timedFills == ["1 09:15:00 BUY 1 @ 110.00 script"])
  }

  @Test(
    "an order that has waited acts before levels and on_tick of its first tick, after exits owed")
  func firstTick() throws {
    let notes = Notes()
    var bench = DueMomentTests.noting(notes, week: "15:00")
    try bench.tick(at: "15:10", "100") {
      $0.ask(.buy, 10, protection: .init(timeExit: .after(seconds: 600)))
    }
    try bench.tick(at: "15:16", "100") { $0.ask(.buy, 3) { $0.waitsForOpen = true } }
    notes.lines = []
    try bench.tick(at: "1 09:15", "90") { _ in notes.lines.append("tick") }
    #expect(
      notes.lines.suffix(3) == ["1 09:15:00 SELL time_exit", "1 09:15:00 BUY script", "tick"])
  }
}
