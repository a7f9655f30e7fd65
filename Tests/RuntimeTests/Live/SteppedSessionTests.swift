import Foundation
import Fyers
import Market
import Money
import Reporting
import Server
import Testing
import Trading

@testable import Runtime

@Suite("A live session on one thread, with a clock and a disk of the test's own")
struct SteppedSessionTests {
  /// Buys ten with a stop at 95 on the first tick, counts seconds, and asks for one each 20 ticks.
  private static let script = """
    strategy { name = "stepped", symbols = { "NSE:SBIN-EQ" } }
    local seconds = 0
    function on_start(ctx) every(1, function() seconds = seconds + 1 end) end
    function on_tick(tick)
      state.n = (state.n or 0) + 1
      if state.n == 1 then buy("NSE:SBIN-EQ", 10, { stop_loss = 95 }) end
      if state.n % 20 == 0 then buy("NSE:SBIN-EQ", 1, { tag = "s" .. seconds }) end
    end
    """

  private static func inMemory() throws -> (session: SteppedSession, disk: MemoryDisk) {
    let disk = MemoryDisk()
    disk.put("/rules.lua", script)
    return (try SteppedSession(disk, script: "/rules.lua"), disk)
  }

  /// A day: prices up and down with a second between, and the end.
  private static func play(_ session: SteppedSession) throws -> SessionReport {
    for number in 0..<120 {
      try session.price(100 + Int64(number % 7))
      try session.pass(seconds: 1)
    }
    try session.price(94)
    return try session.end()
  }

  @Test("The same prices at the same times give the same bytes in memory and on the disk")
  func sameBytes() throws {
    let (session, disk) = try Self.inMemory()
    let report = try Self.play(session)
    let folder = try ScratchFolder()
    let path = try folder.write("rules.lua", Self.script)
    let other = try SteppedSession(
      SystemDisk(), script: path, data: folder.url.appending(path: "data").path)
    let hash = try SteppedSession.hash(of: try Self.play(other))
    #expect(try SteppedSession.hash(of: report) == hash)
    let written = try Data(contentsOf: URL(filePath: other.recording))
    let kept = try #require(disk.files[try session.recording])
    #expect(Data(kept) == written)
    #expect(report.strategies.first?.account.orderCount == 8)
  }

  @Test("Its recording replays to its hash")
  func replay() throws {
    let (session, disk) = try Self.inMemory()
    let hash = try SteppedSession.hash(of: try Self.play(session))
    let folder = try ScratchFolder()
    let bytes = try #require(disk.files[try session.recording])
    try Data(bytes).write(to: folder.url.appending(path: "recording.ticks"))
    let script = try folder.write("rules.lua", Self.script)
    let ticks = folder.url.appending(path: "recording.ticks").path
    let replay = try SaudaProcess.run(["replay", script, "--ticks", ticks])
    #expect(replay.code == 0, "\(replay.error)")
    #expect(LiveProcess.hash(in: replay.text) == hash)
  }

  @Test("Without arrivals it wants to be called once a second, and for news after a tenth")
  func deadlines() throws {
    let session = try Self.inMemory().session
    try session.pass(seconds: 3)
    #expect(session.board.view.time?.nanoseconds == VirtualClock.dawn + 3_000_000_000)
    try session.price(100)
    #expect(session.board.view.ticks == 0)
    try session.pass(seconds: 1)
    #expect(session.board.view.ticks == 1)
  }

  @Test(
    "A disk that is full ends the recording and entries; stops and the session go on",
    arguments: [2, 3, 10])
  func fullDisk(writes: Int) throws {
    let (session, disk) = try Self.inMemory()
    try session.price(100)
    disk.writesLeft = writes
    for _ in 0..<20 { try session.pass(seconds: 1) }
    let alerts = session.board.view.alerts
    #expect(alerts.count == 1)
    #expect(
      alerts.first?.hasSuffix(
        "recording.ticks: expected a writable file, found no space left on device; "
          + "entries are denied, stops keep working") == true, "\(alerts)")
    let before = disk.files
    let trade = HandTrade(side: .buy, symbol: "NSE:SBIN-EQ", quantity: .whole(1))
    guard case .denied(let denial) = try session.ask({ .trade(trade, $0) }) else {
      Issue.record("an entry was taken")
      return
    }
    #expect(denial.reason == .exitOnly)
    guard case .refused = try session.ask({ .control(.resume, $0) }) else {
      Issue.record("entries were allowed again")
      return
    }
    guard case .updated(let fills) = try session.price(94) else {
      Issue.record("the price was not taken")
      return
    }
    #expect(fills.map(\.reason) == ["stop_loss"])
    #expect(try session.portfolio().positions.isEmpty)
    let report = try session.end()
    #expect(report.warnings.contains { $0.hasPrefix("the recording is not whole") })
    #expect(disk.files == before)
  }

  @Test("A full disk at the start refuses the session")
  func fullAtTheStart() {
    let disk = MemoryDisk()
    disk.put("/rules.lua", Self.script)
    disk.writesLeft = 0
    #expect {
      try SteppedSession(disk, script: "/rules.lua")
    } throws: { error in
      (error as? Stop)?.code == .inputOutput
    }
  }

  @Test("A mended script is started again from the disk, and its new text is kept")
  func mended() throws {
    let broken = """
      strategy { name = "mended", symbols = { "NSE:SBIN-EQ" } }
      function on_tick(tick)
        state.n = (state.n or 0) + 1
        if state.n == 2 then local x = nil; x.y = 1 end
        buy("NSE:SBIN-EQ", 1)
      end
      """
    let disk = MemoryDisk()
    disk.put("/rules.lua", broken)
    let session = try SteppedSession(disk, script: "/rules.lua")
    for price in [100, 101, 102] { try session.price(Int64(price)) }
    #expect(session.lines.contains("rules.lua:4"), "\(session.lines)")
    let mended = broken.replacing("local x = nil; x.y = 1", with: "buy(\"NSE:SBIN-EQ\", 5)")
    disk.put("/rules.lua", mended)
    guard case .done(.running, _, _) = try session.ask({ .control(.resume, $0) }) else {
      Issue.record("it was not started again: \(session.lines)")
      return
    }
    try session.price(103)
    #expect(try session.portfolio().positions.first?.quantity == 7)
    let folder = try #require(try session.recording.split(separator: "/").dropLast().last)
    #expect(
      try disk.list("/data/sessions/\(folder)") == ["decisions.log", "recording.ticks", "texts"])
    for text in [broken, mended] {
      let name = Fingerprint.sha256(of: Array(text.utf8))
      let kept = try disk.read("/data/sessions/\(folder)/texts/\(name).lua", atMost: 10_000)
      #expect(kept == Array(text.utf8))
    }
    _ = try session.end()
  }

  @Test("A feed's prices and losses go through the mailbox in its own time")
  func feed() throws {
    let disk = MemoryDisk()
    disk.put("/rules.lua", Self.script)
    let session = try SteppedSession(disk, script: "/rules.lua", feed: .fyers)
    let price = Price(micros: 100_000_000)
    func offer() {
      let tick = Tick(
        time: session.clock.wallTime(), instrument: InstrumentID(index: 0), bid: price, ask: price,
        ltp: price)
      session.mailbox.offer(
        .tick(
          FeedTick(
            tick: tick, exchangeTime: nil, readAt: session.clock.monotonicNanoseconds())))
    }
    session.mailbox.offer(.connection(.connected))
    for _ in 0..<19 { offer() }
    session.mailbox.offer(.connection(.disconnected))
    offer()
    try session.settle()
    try session.pass(seconds: 1)
    // The twentieth tick asks for one more, while the connection is down.
    #expect(session.board.view.lastDenial == "STALE_FEED NSE:SBIN-EQ")
    #expect(session.board.view.ticks == 20)
    #expect(try session.portfolio().positions.first?.quantity == 10)
    _ = try session.end()
    #expect(!session.mailbox.offer(.connection(.fresh)))
  }
}
