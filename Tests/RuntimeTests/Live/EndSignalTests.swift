import Foundation
import Glibc
import Testing

@testable import Runtime

@Suite("Signals that end what runs long")
struct EndSignalTests {
  @Test("The first ends in order, those of the next half second say the same, a later one: at once")
  func wishes() {
    let wishes = EndWishes()
    let second: Int64 = 1_000_000_000
    #expect(wishes.take(at: 5 * second) == .inOrder)
    #expect(wishes.take(at: 5 * second) == .again)
    #expect(wishes.take(at: 5 * second + 499_999_999) == .again)
    #expect(wishes.take(at: 5 * second + second / 2) == .atOnce)
  }

  private static let script = """
    strategy { name = "ends", symbols = { "NSE:SBIN-EQ" } }
    function on_tick(t) end
    function on_stop(reason) log.info("the end %s", reason) end
    """

  @Test(
    "Two at once end a session once: with on_stop, its report and code 0",
    arguments: [[SIGINT, SIGTERM], [SIGTERM, SIGHUP], [SIGHUP, SIGINT]])
  func twice(signals: [Int32]) async throws {
    let live = try LiveProcess(["run", "--feed", "manual", "--plain"], script: Self.script)
    _ = try await live.price("100")
    for signal in signals { live.process.signal(signal) }
    #expect(try live.process.ended() == 0)
    #expect(live.process.errors.contains("the end operator"))
    #expect(live.decisionHash != nil)
  }

  @Test("Two at once close a recording, and end a simulation in order")
  func others() throws {
    let folder = try ScratchFolder()
    let rows = (0..<2_000).map { "\(1_700_000_000_000 + $0 * 100),SIM:A,100,100,100,\($0)" }
    let ticks = try folder.write(
      "ticks.csv", "time,symbol,bid,ask,ltp,volume\n" + rows.joined(separator: "\n") + "\n")
    let simulation = try Simulation(ticks)
    let record = try simulation.start(
      "record", ["record", "--symbols", "SIM:A", "-o", simulation.path("out.ticks")])
    _ = try record.wait("up") { record.errors.contains("feed: up") ? true : nil }
    for signal in [SIGHUP, SIGINT] { record.signal(signal) }
    #expect(try record.ended() == 0)
    #expect(try simulation.info("out.ticks")["ticks"] as? Int != nil)
    for signal in [SIGTERM, SIGHUP] { simulation.process.signal(signal) }
    #expect(try simulation.process.ended() == 0)
  }

  @Test("What was told to ignore a lost terminal goes on without it")
  func nohup() async throws {
    // What this process ignores, those it starts inherit, as nohup's do; nobody else minds.
    signal(SIGHUP, SIG_IGN)
    defer { signal(SIGHUP, SIG_DFL) }
    let live = try LiveProcess(["run", "--feed", "manual", "--plain"], script: Self.script)
    live.process.signal(SIGHUP)
    for price in ["100", "101", "102"] { #expect(try await live.price(price).status == 200) }
    #expect(!live.process.errors.contains("the end"))
    live.process.signal(SIGTERM)
    #expect(try live.process.ended() == 0)
    #expect(live.process.errors.contains("the end operator"))
  }
}
