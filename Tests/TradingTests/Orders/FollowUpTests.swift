import Market
import Money
import Testing

@testable import Trading

@Suite("Legs of a flip")
struct FollowUpTests {
  /// Closes what is held and opens the other side, as `target()` does.
  static func flip(
    _ desk: inout Desk, to quantity: Int64, _ change: (inout OrderRequest) -> Void = { _ in }
  ) -> (closing: OrderTicket, opening: OrderTicket) {
    let closing = desk.close()
    let opening = desk.ask(quantity > 0 ? .buy : .sell, abs(quantity)) {
      $0.follows = closing.index
      change(&$0)
    }
    return (closing, opening)
  }

  static func bench(_ change: (inout Bench.Setup) -> Void = { _ in }) -> Bench {
    Bench(week: "10:00", ["SIM:A"]) {
      $0.declaration.allowsShort = true
      $0.declaration.product = .intraday
      change(&$0)
    }
  }

  @Test("at 0 ms both legs fill in the step that asked, the close first")
  func atOnce() throws {
    var bench = Self.bench()
    try bench.tick(at: "10:00", "100") { $0.ask(.buy, 10) }
    try bench.tick(at: "10:01", "101") { _ = Self.flip(&$0, to: -4) }
    #expect(bench.fills.suffix(2) == ["SELL 10 @ 101.00 script", "SELL 4 @ 101.00 script"])
    try bench.tick(at: "10:02", "99") { _ = Self.flip(&$0, to: 7) }
    #expect(bench.fills.suffix(2) == ["BUY 4 @ 99.00 script", "BUY 7 @ 99.00 script"])
    #expect(bench.desk.heldPosition(sbin).quantity == 7 && bench.desk.holdsNothing)
  }

  @Test("the opening leg is checked with what the closing leg frees at the current price")
  func freed() throws {
    let notes = Notes()
    var bench = Self.bench { $0.cash = "1000" }
    try bench.tick(at: "10:00", "100") { $0.ask(.buy, 10) }
    try bench.tick(at: "10:01", "110") { desk in
      let legs = Self.flip(&desk, to: -10)
      notes.denials.append(legs.opening.denial)
    }
    #expect(bench.desk.heldPosition(sbin).quantity == -10)
    // The short of 1,100 lost 110; covering it frees 990, which pays for eight at 120.
    try bench.tick(at: "10:02", "120") { desk in
      let legs = Self.flip(&desk, to: 9)
      notes.denials.append(legs.opening.denial)
    }
    #expect(notes.denials == [nil, .funds])
    // Denied when asked, the close goes all the same.
    #expect(bench.desk.heldPosition(sbin).quantity == 0)
    #expect(bench.desk.account().cash == amount("1000"))
    try bench.tick(at: "10:03", "120") { notes.denials.append($0.ask(.sell, 8).denial) }
    try bench.tick(at: "10:04", "120") {
      notes.denials.append(Self.flip(&$0, to: 8).opening.denial)
    }
    #expect(notes.denials.suffix(2) == [nil, nil] && bench.desk.heldPosition(sbin).quantity == 8)
  }

  @Test("the opening leg is pending until the close has filled, then acts a latency later")
  func latency() throws {
    var bench = Self.bench { $0.latencyMilliseconds = 1_000 }
    try bench.tick(at: "10:00", "100") { $0.ask(.buy, 10) }
    try bench.tick(at: "10:00:01", "100")
    try bench.tick(at: "10:00:02", "100") { _ = Self.flip(&$0, to: -4) }
    #expect(bench.orders.suffix(2) == ["SELL-2 pending", "SELL-3 pending"])
    for (moment, ltp) in [("10:00:03", "101"), ("10:00:03.999", "102"), ("10:00:04", "103")] {
      try bench.tick(at: moment, ltp)
    }
    #expect(
      bench.timedFills.suffix(2) == [
        "10:00:03 SELL 10 @ 101.00 script", "10:00:04 SELL 4 @ 103.00 script",
      ])
  }

  @Test("it passes the gate again when it is sent")
  func judgedAgain() throws {
    var bench = Self.bench {
      $0.latencyMilliseconds = 1_000
      $0.declaration.noEntryAfterSecond = 10 * 3_600 + 60
    }
    try bench.tick(at: "10:00", "100") { $0.ask(.buy, 10) }
    try bench.tick(at: "10:00:01", "100")
    try bench.tick(at: "10:00:02", "100") { _ = Self.flip(&$0, to: -4) }
    bench.connection("disconnected", deniesEntries: true)
    try bench.tick(at: "10:00:04", "101")
    #expect(bench.outcomes.suffix(2) == ["SELL-2 executed", "SELL-3 failed STALE_FEED"])
    #expect(bench.desk.holdsNothing)
  }

  @Test("if the close ends unfilled the opening leg is taken back")
  func closeCancelled() throws {
    for ending in ["script", "day"] {
      var bench = Bench(week: "15:00") {
        $0.declaration.allowsShort = true
        $0.declaration.product = .intraday
        $0.declaration.squareOff = .at(secondOfDay: 15 * 3_600 + 14 * 60 + 30)
      }
      try bench.tick(at: "15:00", "100") { $0.ask(.buy, 10) }
      // Nobody bids, so the close waits.
      try bench.quote(at: "15:01", "0", "101", "100") { _ = Self.flip(&$0, to: -4) }
      #expect(bench.orders.suffix(2) == ["SELL-2 pending", "SELL-3 pending"])
      if ending == "script" {
        try bench.quote(at: "15:02", "0", "101", "100") { _ = $0.cancel(order: 1, source: "") }
        #expect(bench.endings == ["15:02:00 SELL-2 script", "15:02:00 SELL-3 script"])
      } else {
        bench.clock(at: "15:14:30")
        #expect(bench.outcomes[2].hasPrefix("SELL-3 cancelled"))
      }
      #expect(bench.desk.holdsNothing && bench.desk.heldPosition(sbin).quantity == 10)
    }
  }

  @Test("its options are on the opening leg: protection, product, tag")
  func options() throws {
    var bench = Self.bench()
    try bench.tick(at: "10:00", "100") { $0.ask(.buy, 10) }
    try bench.tick(at: "10:01", "100") { desk in
      _ = Self.flip(&desk, to: -10) {
        $0.protection = .init(stopLoss: at("110"))
        $0.tag = "turn"
      }
    }
    #expect(bench.desk.stopText == "110.00" && bench.desk.position(sbin).trip.tag == "turn")
    try bench.tick(at: "10:02", "111")
    #expect(bench.fills.last == "BUY 10 @ 111.00 stop_loss")
  }

  @Test("a close that is kept for the next open keeps its opening leg waiting")
  func overNight() throws {
    var bench = Bench(week: "15:00", [Listed.future]) {
      $0.declaration.allowsShort = true
      $0.declaration.product = .margin
    }
    try bench.tick(at: "15:00", "100") { $0.ask(.buy, 10) }
    try bench.tick(at: "15:45", "100") { desk in
      let closing = desk.ask(.sell, 10) {
        $0.cancelsRestingExits = true
        $0.waitsForOpen = true
      }
      desk.ask(.sell, 4) {
        $0.follows = closing.index
        $0.waitsForOpen = true
      }
    }
    #expect(bench.orders.suffix(2) == ["SELL-2 pending", "SELL-3 pending"])
    try bench.tick(at: "1 09:15", "105")
    #expect(
      bench.timedFills.suffix(2) == [
        "1 09:15:00 SELL 10 @ 105.00 script", "1 09:15:00 SELL 4 @ 105.00 script",
      ])
  }

  @Test(
    "the legs work outside as well: the opening leg leaves once the close is said to have filled")
  func outside() throws {
    var session = PortSession { declaration in declaration.allowsShort = true }
    try session.tick("100")
    session.request(.buy, 10)
    session.say(0, .filled(units: 10, price: price("100")))
    try session.tick("100") { _ = Self.flip(&$0, to: -4) }
    #expect(session.submitted == [0, 1])
    session.say(1, .filled(units: 6, price: price("100")))
    #expect(session.submitted == [0, 1])
    session.say(1, .filled(units: 4, price: price("100")))
    #expect(session.submitted == [0, 1, 2])
    session.say(2, .filled(units: 4, price: price("100")))
    #expect(session.desk.heldPosition(sbin).quantity == -4)
  }
}
