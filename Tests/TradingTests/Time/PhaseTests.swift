import Market
import Money
import Testing

@testable import Trading

@Suite("Market phases")
struct PhaseTests {
  @Test("on_session comes once for each phase that begins at an instant, with its symbols in order")
  func sessions() throws {
    let notes = Notes()
    var bench = DueMomentTests.noting(
      notes, week: "09:05", [Listed.gold, Listed.share, "SIM:A", Listed.future])
    bench.clock(at: "1 00:00")
    #expect(
      notes.lines.filter { !$0.hasSuffix("new day") } == [
        "09:05:00 open [0]", "09:05:00 preopen [1, 3]", "09:15:00 open [1, 3]",
        "15:15:00 auction [1]", "15:35:00 closed [1]", "15:40:00 closed [3]",
        "15:50:00 postclose [1]", "16:00:00 closed [1]", "23:55:00 closed [0]",
      ])
  }

  @Test("nothing is told of `closed` when a session begins in it, nor of simulated symbols")
  func quiet() throws {
    let notes = Notes()
    var bench = DueMomentTests.noting(notes, week: "05:00", [Listed.share, "SIM:A"])
    bench.clock(at: "08:59")
    #expect(notes.lines.isEmpty)
    var plain = Bench { $0.start = week("09:00") }
    plain.engine.rules.onCall = { call, _ in
      if case .session = call { notes.count += 1 }
      return .completed
    }
    plain.clock(at: "1 09:00")
    #expect(notes.count == 0)
  }

  @Test("ticks outside of open reach on_tick and set quote and mark, and are counted")
  func ticks() throws {
    let notes = Notes()
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:10", "100") { $0.ask(.buy, 10) }
    try bench.tick(at: "15:15", "90") { desk in
      notes.lines.append("\(desk.quote(sbin)?.tick.ltp.description ?? "none")")
      notes.lines.append(desk.account().unrealized.description)
    }
    #expect(notes.lines == ["90.00", "-100.00"])
    #expect(bench.desk.ticksOutsideOpen == 1 && bench.desk.tickCount == 2)
  }

  @Test("outside of open no level, trail, breakeven, rule or resting order is looked at")
  func nothingExecutes() throws {
    let notes = Notes()
    var bench = Bench(week: "15:00")
    bench.engine.rules.onCall = { call, _ in
      if case .rule = call { notes.count += 1 }
      return .completed
    }
    try bench.tick(at: "15:10", "100") { desk in
      desk.buy(
        10,
        protection: .init(
          stopLoss: at("95"), targets: [target(at("120"))], trail: .init(by: points("4")),
          breakeven: .init(after: points("5")), rule: .init(name: "r")))
      desk.ask(.buy, 5, type: .limit, price: "90")
    }
    for (moment, ltp) in [("15:16", "110"), ("15:17", "89"), ("15:51", "130")] {
      try bench.tick(at: moment, ltp)
    }
    try bench.tick(at: "1 09:05", "80")
    #expect(bench.fills.count == 1 && notes.count == 0)
    #expect(bench.desk.stopText == "96.00")
    let position = bench.desk.heldPosition(sbin)
    #expect(position.best == price("100") && position.worst == price("100"))
    try bench.tick(at: "1 09:15", "97")
    #expect(bench.fills.count == 1 && notes.count == 1)
    try bench.tick(at: "1 09:15", "96")
    #expect(bench.fills.last == "SELL 10 @ 96.00 trailing")
  }

  @Test(
    "a level crossed outside of open fires at the first tick of open beyond it, at its price"
  )
  func gapDown() throws {
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:10", "100") { $0.buy(10, stop: "95") }
    try bench.tick(at: "1 09:07", "80")
    try bench.tick(at: "1 09:15", "85")
    #expect(bench.timedFills.last == "1 09:15:00 SELL 10 @ 85.00 stop_loss")
  }

  /// What may be asked outside of open, and its answer.
  static let requests:
    [(label: String, ask: @Sendable (inout Desk) -> DenialReason?, DenialReason?)] = [
      ("buy", { $0.ask(.buy, 1).denial }, .sessionClosed),
      ("buy of nothing", { $0.ask(.buy, 0).denial }, .sessionClosed),
      ("buy beyond the cash", { $0.ask(.buy, 1_000_000).denial }, .sessionClosed),
      ("sell", { $0.sell(1).denial }, .sessionClosed),
      ("sell beyond what is held", { $0.sell(1_000).denial }, .sessionClosed),
      ("close", { $0.close().denial }, .sessionClosed),
      ("a limit", { $0.ask(.buy, 1, type: .limit, price: "90").denial }, .sessionClosed),
      ("IOC", { $0.ask(.buy, 1) { $0.validity = .immediate }.denial }, .sessionClosed),
      ("GTC", { $0.ask(.buy, 1) { $0.validity = .untilCancelled }.denial }, .sessionClosed),
      ("a symbol without a price", { $0.ask(.buy, 1, tcs).denial }, .notReady),
      (
        "modify",
        {
          $0.modify(order: $0.orderCount() - 1, price: asked("91"), trigger: nil, quantity: nil)?
            .reason
        }, .sessionClosed
      ),
      ("when open", { $0.ask(.buy, 1) { $0.waitsForOpen = true }.denial }, nil),
      ("cancel", { $0.cancel(order: $0.orderCount() - 1, source: "")?.reason }, nil),
      (
        "protect",
        {
          if case .denied(let denial) = $0.protect(sbin, .init(stopLoss: at("50"))) {
            denial.reason
          } else {
            nil
          }
        }, nil
      ),
    ]

  @Test(
    "outside of open requests are denied before all else, but for what works at all hours",
    arguments: 0..<14)
  func denials(row: Int) throws {
    let notes = Notes()
    let request = Self.requests[row]
    var bench = Bench(week: "15:00", [Listed.share, Listed.future])
    try bench.tick(at: "15:10", "100") { desk in
      desk.ask(.buy, 10)
      desk.ask(.buy, 1, type: .limit, price: "60") { $0.validity = .untilCancelled }
    }
    try bench.tick(at: "15:20", "100") { notes.denials.append(request.ask(&$0)) }
    #expect(notes.denials == [request.2], "\(request.label)")
  }

  @Test("a denial for the hour comes before that for a halt")
  func halted() throws {
    let notes = Notes()
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:10", "100") { $0.ask(.buy, 10) }
    try bench.tick(at: "15:11", "100") {
      $0.ask(.sell, 1, type: .limit, price: "160") { $0.validity = .untilCancelled }
    }
    bench.command(.halt, at: "15:16")
    try bench.tick(at: "15:20", "100") { desk in
      notes.denials.append(desk.ask(.buy, 1).denial)
      notes.denials.append(desk.sell(1).denial)
      notes.denials.append(
        desk.modify(order: 1, price: asked("161"), trigger: nil, quantity: nil)?.reason)
    }
    #expect(notes.denials == [.sessionClosed, .sessionClosed, .sessionClosed])
  }

  @Test("stops set outside of open are in force, and removed ones are not")
  func protectOutside() throws {
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:10", "100") { $0.buy(10, stop: "95") }
    try bench.tick(at: "15:20", "100") { _ = $0.protect(sbin, .init(stopLoss: at("98"))) }
    #expect(bench.desk.stopText == "98.00")
    try bench.tick(at: "15:21", "100") { $0.unprotect(sbin) }
    try bench.tick(at: "1 09:15", "50")
    #expect(bench.fills.count == 1)
  }

  @Test("a quote of an earlier open, or from before it, fills nothing: the first tick of open does")
  func quotes() throws {
    let notes = Notes()
    var bench = Bench(week: "15:00")
    bench.onTimers { _, desk in notes.tickets.append(desk.ask(.buy, 1)) }
    try bench.tick(at: "15:10", "100") { _ = $0.setTimer(.daily(secondOfDay: 9 * 3_600 + 15 * 60)) }
    try bench.tick(at: "1 09:10", "120")
    bench.clock(at: "1 09:16")
    // Neither stale nor filled: it is judged at the tick.
    #expect(notes.tickets.map(\.denial) == [nil])
    #expect(bench.fills.isEmpty && bench.orders == ["BUY-1 pending"])
    try bench.tick(at: "1 09:20", "130")
    #expect(bench.timedFills == ["1 09:20:00 BUY 1 @ 130.00 script"])
  }

  @Test("the end of open cancels every working order of the symbol, and of no other")
  func dayEnd() throws {
    var bench = Bench(week: "15:00", [Listed.share, Listed.gold])
    try bench.tick(at: "15:10", "100", tcs) { $0.ask(.buy, 1, tcs, type: .limit, price: "90") }
    try bench.tick(at: "15:10", "100") { $0.ask(.buy, 10) }
    try bench.tick(at: "15:11", "100") { desk in
      desk.ask(.buy, 1, type: .stop, trigger: "110")
      desk.ask(.sell, 1, type: .limit, price: "120")
    }
    // A bid is missing, so that the sale waits for one.
    try bench.quote(at: "15:14", "0", "101", "100") { $0.sell(2) }
    bench.clock(at: "15:15")
    #expect(
      bench.outcomes == [
        "BUY-1 pending", "BUY-2 executed", "BUY-3 cancelled day_end", "SELL-4 cancelled day_end",
        "SELL-5 cancelled day_end",
      ])
    #expect(bench.endings.allSatisfy { $0.hasPrefix("15:15:00") })
  }

  @Test(
    "an order under way at the end of open fails when it arrives; one that has arrived is cancelled"
  )
  func underWay() throws {
    var bench = Bench(week: "15:00") { $0.latencyMilliseconds = 2_000 }
    try bench.tick(at: "15:14:57", "100") { $0.ask(.buy, 1, type: .limit, price: "90") }
    try bench.tick(at: "15:14:59", "100") { desk in
      desk.ask(.buy, 1)
      desk.ask(.buy, 1, type: .limit, price: "90")
    }
    try bench.tick(at: "15:15:30", "80")
    #expect(
      bench.endings == [
        "15:15:00 BUY-1 day_end", "15:15:01 BUY-2 SESSION_CLOSED", "15:15:01 BUY-3 SESSION_CLOSED",
      ])
    #expect(
      bench.outcomes.suffix(2) == ["BUY-2 failed SESSION_CLOSED", "BUY-3 failed SESSION_CLOSED"])
    #expect(bench.desk.holdsNothing)
  }

  @Test("without a calendar there is one phase, open, at all hours")
  func noCalendar() throws {
    var bench = Bench { $0.start = week("03:00") }
    try bench.tick(at: "03:00", "100") { $0.buy(10, stop: "95") }
    try bench.tick(at: "1 02:00", "94")
    #expect(bench.timedFills.last == "1 02:00:00 SELL 10 @ 94.00 stop_loss")
  }

  @Test("bars take ticks of open only, and the day's last is closed at the end of open")
  func bars() throws {
    let notes = Notes()
    var bench = Bench(week: "09:00") { setup in
      setup.declaration.bars = ["30m", "1d"]
      setup.rules.onCall = { call, desk in
        if case .bar(let bar) = call {
          notes.lines.append(
            "\(weekText(desk.now())) \(bar.interval.rawValue) from \(weekText(bar.start)) "
              + "\(bar.open) \(bar.high) \(bar.low) \(bar.close)")
        }
        return .completed
      }
    }
    for (moment, ltp) in [
      ("09:05", "50"), ("15:01", "100"), ("15:14:59", "101"), ("15:15", "70"), ("15:55", "60"),
    ] {
      try bench.tick(at: moment, ltp)
    }
    #expect(
      notes.lines == [
        "15:15:00 30m from 14:45:00 100.00 101.00 100.00 101.00",
        "15:15:00 1d from 09:15:00 100.00 101.00 100.00 101.00",
      ])
  }
}
