import Market
import Money
import Testing

@testable import Trading

@Suite("Exits that are owed")
struct OwedExitTests {
  @Test(
    "an exit by time that falls due outside of open acts at the next first tick, before all else")
  func timeExit() throws {
    let notes = Notes()
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:10", "100") { desk in
      desk.buy(10, stop: "95", protection: .init(timeExit: .after(seconds: 3_600)))
    }
    try bench.tick(at: "1 09:10", "90") { notes.count = Int($0.heldQuantity(sbin)) }
    #expect(notes.count == 10)
    try bench.tick(at: "1 09:15:07", "80") { notes.count = Int($0.heldQuantity(sbin)) }
    #expect(bench.timedFills.last == "1 09:15:07 SELL 10 @ 80.00 time_exit")
    #expect(notes.count == 0)
  }

  @Test("flatten and a script's failure outside of open wait for it too")
  func flatten() throws {
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:10", "100") { $0.ask(.buy, 10) }
    bench.command(.flatten, at: "15:30")
    #expect(bench.fills.count == 1)
    try bench.tick(at: "15:31", "100")
    try bench.tick(at: "1 09:15", "99")
    #expect(bench.timedFills.last == "1 09:15:00 SELL 10 @ 99.00 operator")
    var failing = Bench(week: "15:00") {
      $0.declaration.onError = .flatten
      $0.outlivesScript = true
    }
    try failing.tick(at: "15:10", "100") { $0.ask(.buy, 10) }
    failing.time = week("15:20") - 1_000
    try failing.failing(at: "100") { _ in }
    #expect(failing.fills.count == 1)
    try failing.tick(at: "1 09:15", "98")
    #expect(failing.timedFills.last == "1 09:15:00 SELL 10 @ 98.00 limit:on_error")
  }

  @Test("asked before the first tick of open, flatten acts at that tick")
  func flattenBeforeTick() throws {
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:10", "100") { $0.ask(.buy, 10) }
    bench.command(.flatten, at: "1 09:15:10")
    #expect(bench.fills.count == 1)
    try bench.tick(at: "1 09:15:12", "97")
    #expect(bench.timedFills.last == "1 09:15:12 SELL 10 @ 97.00 operator")
  }

  @Test("resume withdraws a flatten that was not sent yet, and nothing else")
  func resume() throws {
    var bench = Bench(week: "15:00", [Listed.share, "NSE:TCS-EQ"])
    try bench.tick(at: "15:10", "100") {
      $0.ask(.buy, 10, protection: .init(timeExit: .after(seconds: 600)))
    }
    try bench.tick(at: "15:10", "100", tcs) { $0.ask(.buy, 5, tcs) }
    bench.command(.flatten, at: "15:30")
    bench.command(.resume, at: "16:30")
    try bench.tick(at: "1 09:15", "99", tcs)
    try bench.tick(at: "1 09:15", "99")
    #expect(bench.timedFills.dropFirst(2) == ["1 09:15:00 SELL 10 @ 99.00 time_exit"])
  }

  @Test("halt suspends what is owed, resume lets it go on")
  func halt() throws {
    var bench = Bench(week: "15:00")
    try bench.tick(at: "15:10", "100") {
      $0.ask(.buy, 10, protection: .init(timeExit: .after(seconds: 600)))
    }
    bench.command(.halt, at: "16:30")
    try bench.tick(at: "1 09:15", "99")
    #expect(bench.fills.count == 1)
    bench.command(.resume, at: "1 09:16")
    try bench.tick(at: "1 09:17", "98")
    #expect(bench.timedFills.last == "1 09:17:00 SELL 10 @ 98.00 time_exit")
  }

  @Test(
    "a fired level under way at the end of open is sent again, whatever the price has done"
  )
  func level() throws {
    var bench = Bench(week: "15:00") { $0.latencyMilliseconds = 2_000 }
    try bench.tick(at: "15:10", "100") { $0.buy(10, stop: "95") }
    try bench.tick(at: "15:11", "100")
    try bench.tick(at: "15:14:59", "94")
    bench.clock(at: "15:20")
    #expect(bench.endings == ["15:15:01 SELL-2 SESSION_CLOSED"])
    try bench.tick(at: "1 09:15", "110")
    try bench.tick(at: "1 09:15:02", "111")
    #expect(bench.timedFills.last == "1 09:15:02 SELL 10 @ 111.00 stop_loss")
    #expect(bench.desk.orders.count == 3)
  }

  @Test("several targets that arrived too late are all owed")
  func targets() throws {
    var bench = Bench(week: "15:00") { $0.latencyMilliseconds = 5_000 }
    let targets = [target(at("110"), "0.5"), target(at("120"), "0.5")]
    try bench.tick(at: "15:10", "100") { $0.buy(100, protection: .init(targets: targets)) }
    for (moment, ltp) in [("15:11", "100"), ("15:14:57", "110"), ("15:14:58", "120")] {
      try bench.tick(at: moment, ltp)
    }
    bench.clock(at: "15:20")
    #expect(bench.endings.count == 2)
    for moment in ["1 09:15", "1 09:15:05", "1 09:15:10"] { try bench.tick(at: moment, "100") }
    #expect(bench.desk.heldPosition(sbin).quantity == 0)
    #expect(
      bench.fills.dropFirst().allSatisfy { $0.hasSuffix("@ 100.00 take_profit") })
  }

  @Test("part of a position is owed as part")
  func part() throws {
    var bench = Bench(week: "15:00") { $0.latencyMilliseconds = 5_000 }
    try bench.tick(at: "15:10", "100") {
      $0.buy(100, protection: .init(targets: [target(at("110"), "0.4")]))
    }
    for (moment, ltp) in [("15:11", "100"), ("15:14:57", "110")] { try bench.tick(at: moment, ltp) }
    for moment in ["1 09:15", "1 09:15:05", "1 09:16"] { try bench.tick(at: moment, "100") }
    #expect(bench.fills.dropFirst() == ["SELL 40 @ 100.00 take_profit"])
    #expect(bench.desk.heldPosition(sbin).quantity == 60)
  }

  @Test(
    "a rule's exit, a square-off and a loss limit under way at the end of open are owed as well")
  func others() throws {
    var rule = Bench(week: "15:00") { $0.latencyMilliseconds = 5_000 }
    try rule.tick(at: "15:10", "100") { $0.buy(1, protection: .init(rule: .init(name: "r"))) }
    try rule.tick(at: "15:11", "100")
    rule.engine.rules.onCall = { call, _ in
      guard case .rule = call else { return .completed }
      return .decided(.exit(text: "late", source: "test.lua:1"))
    }
    try rule.tick(at: "15:14:58", "100")
    rule.engine.rules.onCall = { _, _ in .completed }
    for moment in ["1 09:15", "1 09:16"] { try rule.tick(at: moment, "99") }
    #expect(rule.timedFills.last == "1 09:16:00 SELL 1 @ 99.00 rule:r")

    var barrier = Bench(week: "15:00") {
      $0.latencyMilliseconds = 5_000
      $0.declaration.squareOff = .at(secondOfDay: 15 * 3_600 + 14 * 60 + 58)
    }
    try barrier.tick(at: "15:10", "100") { $0.ask(.buy, 1) }
    try barrier.tick(at: "15:11", "100")
    for moment in ["1 09:15", "1 09:16"] { try barrier.tick(at: moment, "99") }
    #expect(barrier.timedFills.last == "1 09:16:00 SELL 1 @ 99.00 square_off")

    var limit = Bench(week: "15:00") {
      $0.latencyMilliseconds = 5_000
      $0.declaration.limits.maxLoss = amount("100")
    }
    try limit.tick(at: "15:10", "100") { $0.ask(.buy, 100) }
    for (moment, ltp) in [("15:11", "100"), ("15:14:58", "98")] { try limit.tick(at: moment, ltp) }
    // A new date does not undo it.
    for moment in ["1 09:15", "1 09:16"] { try limit.tick(at: moment, "120") }
    #expect(limit.timedFills.last == "1 09:16:00 SELL 100 @ 120.00 limit:max_loss")
  }

  @Test("what is owed ends when the position is flat: nothing of it touches the next one")
  func flat() throws {
    var bench = Bench(week: "15:00") { $0.latencyMilliseconds = 1_000 }
    try bench.tick(at: "15:10", "100") { desk in
      desk.ask(.buy, 10, protection: .init(timeExit: .after(seconds: 600)))
    }
    try bench.tick(at: "15:11", "100")
    bench.command(.flatten, at: "15:21")
    // Both are owed of the same ten units; one sells them.
    for moment in ["1 09:15", "1 09:15:01"] { try bench.tick(at: moment, "99") }
    bench.command(.resume, at: "1 09:16")
    try bench.tick(at: "1 09:17", "100") { $0.ask(.buy, 5) }
    for moment in ["1 09:17:01", "1 09:18", "1 09:19"] { try bench.tick(at: moment, "100") }
    #expect(bench.desk.heldPosition(sbin).quantity == 5)
    #expect(bench.fills.count == 3)
  }

  @Test("limit:max_loss is not judged at marks outside of open")
  func lossOutside() throws {
    var bench = Bench(week: "15:00", [Listed.share, Listed.future]) {
      $0.declaration.limits.maxLoss = amount("1000")
      $0.declaration.product = .margin
    }
    try bench.tick(at: "15:10", "100") { $0.ask(.buy, 100) }
    try bench.tick(at: "15:20", "80")
    try bench.tick(at: "1 09:15", "95")
    #expect(bench.fills.count == 1, "the day's loss counts from the last value of the old")
    try bench.tick(at: "1 09:16", "70")
    #expect(bench.timedFills.last == "1 09:16:00 SELL 100 @ 70.00 limit:max_loss")
  }

  @Test("at a due moment the marks of the last open count, also across dates")
  func lossAtDueMoment() throws {
    var bench = Bench(week: "15:00", [Listed.share, Listed.gold]) {
      $0.declaration.limits.maxLoss = amount("1000")
      $0.declaration.product = .margin
    }
    bench.onTimers { _, desk in desk.ask(.buy, 1, tcs) }
    try bench.tick(at: "15:10", "100") { desk in
      desk.ask(.buy, 100)
      _ = desk.setTimer(.daily(secondOfDay: 9 * 3_600 + 5 * 60))
    }
    // After the close the mark moves up; the new day begins with that value.
    try bench.tick(at: "15:20", "115")
    try bench.tick(at: "1 09:04:50", "50", tcs)
    bench.clock(at: "1 09:10")
    try bench.tick(at: "1 09:15", "115")
    #expect(bench.fills == ["BUY 100 @ 100.00 script", "BUY 1 @ 50.00 script"])
  }

  @Test("outside, what the exchange took back at the end of its day is sent again the next morning")
  func outside() throws {
    var session = PortSession(week: "15:00", symbol: Listed.share, calendar: .standard) {
      $0.product = .cnc
    }
    try session.tick(at: "15:10", "100")
    session.request(.buy, 10, protection: .init(stopLoss: at("95")))
    session.say(0, .filled(units: 10, price: price("100")))
    try session.tick(at: "15:14:59", "94")
    #expect(session.submitted == [0, 1])
    session.clock(at: "15:15")
    session.say(1, .cancelled)
    #expect(session.outcomes[1] == "SELL-2 cancelled day_end")
    try session.tick(at: "1 09:10", "100")
    #expect(session.submitted == [0, 1])
    try session.tick(at: "1 09:15", "100")
    #expect(session.submitted == [0, 1, 2])
    session.say(2, .filled(units: 10, price: price("100")))
    #expect(session.desk.openInstruments.isEmpty)
    try session.tick("90")
    #expect(session.submitted == [0, 1, 2])
  }

  @Test(
    "outside, a GTC is kept and sent again under its id; later cancellations have their own reason")
  func outsideUntilCancelled() throws {
    var session = PortSession(week: "15:00", symbol: Listed.share, calendar: .standard) {
      $0.product = .cnc
    }
    try session.tick(at: "15:10", "100") { desk in
      desk.ask(.buy, 4, type: .limit, price: "90") { $0.validity = .untilCancelled }
    }
    session.say(0, .filled(units: 1, price: price("90")))
    session.clock(at: "15:15")
    session.say(0, .cancelled)
    #expect(session.desk.orders[0].status.isWorking)
    try session.tick(at: "1 09:15", "100")
    #expect(session.submitted == [0, 0])
    session.say(0, .filled(units: 1, price: price("90")))
    try session.tick("100") { _ = $0.cancel(order: 0, source: "") }
    session.say(0, .cancelled)
    #expect(session.outcomes == ["BUY-1 cancelled script"])
    #expect(session.desk.heldPosition(sbin).quantity == 2 && session.desk.holdsNothing)
  }
}
