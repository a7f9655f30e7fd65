import Foundation
import Market
import Money
import Reporting
import Server
import Testing
import Trading

@testable import Runtime

@Suite("A live session whose machine's clock is set, or stands still")
struct ClockStepTests {
  /// Buys one with a time exit of four seconds at 100 where it is flat, and counts seconds.
  private static let script = """
    strategy { name = "timed", symbols = { "NSE:SBIN-EQ" }, bars = { "1s" } }
    every(1, function() log.info("every %s", clock().hms) end)
    function on_tick(t)
      if t.ltp == 102 then log.info("slow") end
      if position(t.symbol).is_flat and t.ltp == 100 then
        buy(t.symbol, 1, { stop_loss = points(5), time_exit = "4s" })
      end
    end
    """

  private static func session(
    feed: LiveFeedKind = .manual, isRehearsal: Bool = false
  ) throws -> (SteppedSession, MemoryDisk) {
    let disk = MemoryDisk()
    disk.put("/rules.lua", script)
    let session = try SteppedSession(
      disk, script: "/rules.lua", feed: feed, isRehearsal: isRehearsal)
    return (session, disk)
  }

  private static func timers(_ session: SteppedSession) -> Int {
    session.lines.components(separatedBy: "every").count - 1
  }

  private static func reasons(_ session: SteppedSession) throws -> [String] {
    let orders = try session.books().orders(OrderQuery()).orders
    return orders.map(\.reason)
  }

  private static func expectSameReplay(_ session: SteppedSession, _ disk: MemoryDisk) throws {
    let hash = try SteppedSession.hash(of: try session.end())
    let folder = try ScratchFolder()
    let recording = try disk.export(session, to: folder)
    let path = try folder.write("rules.lua", script)
    let replay = try SaudaProcess.run(["replay", path, "--ticks", recording])
    #expect(replay.code == 0, "\(replay.error)")
    #expect(LiveProcess.hash(in: replay.text) == hash)
  }

  @Test(
    "Timers, time exits and stops go on; scripts enter again after resume; the replay is the same",
    arguments: [[7_200], [-7_200], [7_200, -7_200], [-7_200, 7_200], [-86_400 * 400]])
  func set(steps: [Int64]) throws {
    let (session, disk) = try Self.session()
    try session.price(100)
    try session.pass(seconds: 1)
    for step in steps {
      session.clock.set(by: step)
      try session.pass(seconds: 1)
    }
    let alerts = session.board.view.alerts
    #expect(alerts.count { $0.contains("clock was set") } == steps.count, "\(alerts)")
    let before = Self.timers(session)
    for number in 0..<6 {
      try session.price(101 + Int64(number % 2))
      try session.pass(seconds: 1)
    }
    #expect(Self.timers(session) - before == 6)
    #expect(try Self.reasons(session) == ["script", "time_exit"])
    // The script enters nothing, a person may.
    try session.price(100)
    #expect(session.lines.contains("denied EXIT_ONLY"))
    #expect(session.live.health().status == .degraded)
    let trade = HandTrade(
      side: .buy, symbol: "NSE:SBIN-EQ", quantity: .whole(1),
      protection: ProtectionRequest(stopLoss: .price(.nanos(90_000_000_000)), source: "api"))
    guard case .executed = try session.ask({ .trade(trade, $0) }) else {
      Issue.record("a trade by hand was not taken")
      return
    }
    try session.price(60)
    #expect(try Self.reasons(session).suffix(2) == ["api", "stop_loss"])
    guard case .done(.running, _, _) = try session.ask({ .control(.resume, $0) }) else {
      Issue.record("it was not resumed")
      return
    }
    #expect(session.live.health().status == .ok)
    try session.price(100)
    #expect(try Self.reasons(session).last == "script")
    try Self.expectSameReplay(session, disk)
  }

  @Test("A clock that is set forward is gone along with, one that is set back is not")
  func time() throws {
    let (session, _) = try Self.session()
    func now() -> Int64 {
      ((session.board.view.time?.nanoseconds ?? 0) - VirtualClock.dawn) / 1_000_000_000
    }
    try session.price(100)
    session.clock.set(by: 3_600)
    try session.pass(seconds: 2)
    #expect(now() == 3_602)
    session.clock.set(by: -3_600)
    try session.pass(seconds: 2)
    #expect(now() == 3_604)
  }

  @Test("Before the first event a clock that is set upsets nothing")
  func early() throws {
    let (session, _) = try Self.session()
    try session.pass(seconds: 1)
    session.clock.set(by: 3_600)
    try session.pass(seconds: 1)
    try session.price(100)
    try session.pass(seconds: 1)
    #expect(session.board.view.alerts.isEmpty)
    #expect(try Self.reasons(session) == ["script"])
    #expect(session.lines.contains("clock was set forward by 1 h"))
  }

  @Test(
    "How far it was set is told in two units, rounded: it is measured a moment later",
    arguments: [
      (3_600, -30, "1 h"), (7_200, -30, "2 h"), (-14_400, 30, "4 h"), (90, -400, "1 min 30 s"),
      (7, 200, "7 s"), (7_500, 0, "2 h 5 min"), (90_000, -60, "1 d 1 h"),
    ] as [(Int64, Int64, String)])
  func rounded(seconds: Int64, milliseconds: Int64, told: String) throws {
    let (session, _) = try Self.session()
    try session.pass(seconds: 1)
    session.clock.set(by: seconds, milliseconds: milliseconds)
    try session.pass(seconds: 1)
    let direction = seconds < 0 ? "back" : "forward"
    #expect(session.lines.contains("clock was set \(direction) by \(told)\n"))
  }

  @Test("A machine that was suspended leaves a gap as long as it was, and no doubt of its clock")
  func suspended() throws {
    let (session, disk) = try Self.session()
    try session.price(100)
    try session.pass(seconds: 1)
    session.clock.suspend(seconds: 1_800)
    try session.pass(seconds: 1)
    let alerts = session.board.view.alerts
    #expect(alerts.contains { $0.hasPrefix("nobody was there from") }, "\(alerts)")
    #expect(!alerts.contains { $0.contains("clock was set") }, "\(alerts)")
    try session.price(101)
    #expect(try Self.reasons(session) == ["script", "time_exit"])
    try session.price(100)
    #expect(try Self.reasons(session).last == "script")
    let before = Self.timers(session)
    try session.pass(seconds: 3)
    #expect(Self.timers(session) - before == 3)
    try Self.expectSameReplay(session, disk)
  }

  @Test("A process that is stopped between two arrivals leaves its gap before the second")
  func stoppedBetweenArrivals() throws {
    let (session, disk) = try Self.session()
    try session.price(100)
    try session.pass(seconds: 1)
    session.onLines = { [clock = session.clock] line in
      if line.contains("slow") { clock.suspend(seconds: 30) }
    }
    for rupees: Int64 in [102, 101] {
      let price = Price(micros: rupees * 1_000_000)
      let quote = ManualQuote(
        symbol: "NSE:SBIN-EQ", bid: price, ask: price, last: price, volume: 1_000)
      session.mailbox.offer(.question(.price(quote, SessionQuestion.Reply { _ in })))
    }
    try session.settle()
    try session.pass(seconds: 1)
    #expect(session.board.view.alerts.count { $0.hasPrefix("nobody was there") } == 1)
    #expect(try Self.reasons(session) == ["script", "time_exit"])
    try Self.expectSameReplay(session, disk)
  }

  @Test("Timers of a rehearsal go on when its simulator begins anew")
  func rehearsal() throws {
    let (session, disk) = try Self.session(feed: .fyers, isRehearsal: true)
    session.mailbox.offer(.connection(.connected))
    for number in 0..<5 {
      try session.offer(101, exchange: 1_000 + Int64(number))
      try session.pass(seconds: 1)
    }
    let before = Self.timers(session)
    for number in 0..<5 {
      try session.offer(101, exchange: 10 + Int64(number))
      try session.pass(seconds: 1)
    }
    #expect(Self.timers(session) - before == 5)
    try Self.expectSameReplay(session, disk)
  }
}
