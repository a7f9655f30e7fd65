import Foundation
import Fyers
import Market
import Money
import Reporting
import Server
import Testing
import Trading

@testable import Runtime

@Suite("What goes wrong in a live session is told, and /health names it")
struct SessionTroubleTests {
  private static let script = """
    strategy { name = "troubled", symbols = { "NSE:SBIN-EQ", "NSE:TCS-EQ" } }
    function on_tick(tick)
      state.n = (state.n or 0) + 1
      if state.n == 1 then buy("NSE:SBIN-EQ", 10, { stop_loss = 95 }) end
      if state.n > 1 then buy("NSE:TCS-EQ", 1) end
    end
    """

  private static func session(_ feed: LiveFeedKind = .manual) throws
    -> (session: SteppedSession, disk: MemoryDisk)
  {
    let disk = MemoryDisk()
    disk.put("/rules.lua", script)
    return (try SteppedSession(disk, script: "/rules.lua", feed: feed), disk)
  }

  /// A tick of the feed, as it comes off a socket.
  private static func tick(_ session: SteppedSession, _ symbol: Int32, _ rupees: Int64) throws {
    let price = Price(micros: rupees * 1_000_000)
    let tick = Tick(
      time: session.clock.wallTime(), instrument: InstrumentID(index: symbol), bid: price,
      ask: price, ltp: price)
    session.mailbox.offer(
      .tick(
        FeedTick(
          tick: tick, exchangeTime: nil, readAt: session.clock.monotonicNanoseconds())))
    try session.pass(seconds: 1)
  }

  private static func alertLines(_ session: SteppedSession) -> [Substring] {
    session.lines.split(separator: "\n").filter { $0.contains(" ALERT ") }
  }

  @Test("A folder that somebody removes ends the recording and entries; stops go on")
  func removedFolder() throws {
    let (session, disk) = try Self.session()
    try session.price(100)
    try session.pass(seconds: 2)
    #expect(session.live.health().status == .ok)
    let folder = try #require(try session.recording.range(of: "/recording.ticks"))
    disk.remove(String(try session.recording[..<folder.lowerBound]))
    for _ in 0..<5 { try session.pass(seconds: 1) }
    let alerts = Self.alertLines(session)
    #expect(alerts.count == 1, "\(session.lines)")
    #expect(alerts.first?.contains("it was removed or replaced; entries are denied") == true)
    #expect(session.live.health().status == .degraded)
    #expect(session.live.health().problems.first?.hasPrefix("not recorded: ") == true)
    let trade = HandTrade(side: .buy, symbol: "NSE:SBIN-EQ", quantity: .whole(1))
    guard case .denied(let denial) = try session.ask({ .trade(trade, $0) }) else {
      Issue.record("an entry was taken")
      return
    }
    #expect(denial.reason == .exitOnly)
    guard case .updated(let fills) = try session.price(94) else {
      Issue.record("the price was not taken")
      return
    }
    #expect(fills.map(\.reason) == ["stop_loss"])
    #expect(try session.end().warnings.contains { $0.hasPrefix("the recording is not whole") })
  }

  @Test("Symbols that the broker does not know are one alert, and red by name until it does")
  func unknownSymbols() throws {
    let (session, _) = try Self.session(.fyers)
    session.mailbox.offer(.connection(.connected))
    session.mailbox.offer(.unknownSymbols(["NSE:TCS-EQ"]))
    try Self.tick(session, 0, 100)
    #expect(Self.alertLines(session).count == 1, "\(session.lines)")
    #expect(Self.alertLines(session).first?.contains("unknown symbols: NSE:TCS-EQ") == true)
    #expect(session.live.health().status == .degraded)
    #expect(session.live.health().problems.first?.hasPrefix("NSE:TCS-EQ is unknown") == true)
    session.mailbox.offer(.unknownSymbols([]))
    try Self.tick(session, 1, 3_000)
    #expect(session.live.health().status == .ok)
    #expect(session.live.health().problems.isEmpty)
    #expect(Self.alertLines(session).count == 1)
  }

  @Test("What the token's owner must know is one ALERT line and one event of the stream")
  func tokenAlert() throws {
    let (session, _) = try Self.session(.fyers)
    try session.settle()
    session.mailbox.offer(.alert(TokenAlert.refused(code: -16).description))
    try session.pass(seconds: 1)
    let alerts = Self.alertLines(session)
    #expect(alerts.count == 1)
    #expect(alerts.first?.contains("FYERS refuses the token (-16)") == true)
    #expect(session.board.view.alerts.count == 1)
  }

  @Test("A tick that no book can hold leaves exits only, and /health says so until resume")
  func tickBeyondBooks() throws {
    let (session, _) = try Self.session()
    try session.price(100)
    try session.price(9_000_000_000_000)
    try session.pass(seconds: 1)
    #expect(session.board.view.mode == .exitOnly)
    #expect(session.live.health().status == .degraded)
    #expect(
      session.live.health().problems.first?.contains("NSE:SBIN-EQ is out of range") == true,
      "\(session.live.health().problems)")
    _ = try session.ask { .control(.resume, $0) }
    #expect(session.live.health().status == .ok)
    #expect(session.board.view.mode == .running)
  }

  @Test(
    "After a reconnect a symbol is entered from its first tick on, in the replay as in the session")
  func reconnect() throws {
    let (session, disk) = try Self.session(.fyers)
    session.mailbox.offer(.connection(.connected))
    try Self.tick(session, 0, 100)
    try Self.tick(session, 1, 3_000)
    session.mailbox.offer(.connection(.disconnected))
    session.mailbox.offer(.connection(.connected))
    try Self.tick(session, 0, 101)
    #expect(session.board.view.lastDenial == "STALE_FEED NSE:TCS-EQ")
    #expect(session.board.view.denialCount == 1)
    try Self.tick(session, 1, 3_001)
    #expect(session.board.view.denialCount == 1)
    let hash = try SteppedSession.hash(of: try session.end())
    let folder = try ScratchFolder()
    let bytes = try #require(disk.files[try session.recording])
    let ticks = try folder.write("recording.ticks", Data(bytes))
    let script = try folder.write("rules.lua", Self.script)
    let replay = try SaudaProcess.run(["replay", script, "--ticks", ticks])
    #expect(replay.code == 0, "\(replay.error)")
    #expect(LiveProcess.hash(in: replay.text) == hash)
  }
}
