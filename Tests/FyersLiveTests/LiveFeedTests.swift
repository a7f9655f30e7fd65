import Fyers
import Market
import TestSupport
import Testing

@Suite("The live feed against the simulator")
struct LiveFeedTests {
  @Test(
    "it looks symbols up, signs in and delivers every symbol's ticks",
    arguments: FyersFeed.Kind.allCases)
  func ticks(kind: FyersFeed.Kind) async throws {
    let rig = try LiveRig()
    let feed = rig.feed(kind)
    await feed.start()
    try await rig.waitForAll()
    #expect(rig.notices.all.first == .connection(.up))
    #expect(rig.ticks.all.allSatisfy { $0.exchangeTime != nil })
    rig.expectWellAttributed()
    try await rig.finish(feed)
  }

  @Test("symbols that do not exist are named, and the others go on")
  func unknown() async throws {
    let rig = try LiveRig(symbols: ["NSE:SBIN-EQ", "NSE:NOPE-EQ"])
    let feed = rig.feed()
    await feed.start()
    try await rig.wait("unknown") { $0.contains(.unknownSymbols(["NSE:NOPE-EQ"])) }
    try await rig.ticks.wait("a tick") { !$0.isEmpty }
    try await rig.finish(feed)
  }

  @Test(
    "symbols that are unknown at first are asked for again, and tick once they are known",
    arguments: FyersFeed.Kind.allCases, [1, 3])
  func unknownAtFirst(kind: FyersFeed.Kind, count: Int) async throws {
    let rig = try LiveRig()
    try await rig.control("/control/unknown-symbol", "{\"count\": \(count)}")
    let feed = rig.feed(kind)
    await feed.start()
    try await rig.wait("all known") { $0.contains(.unknownSymbols([])) }
    try await rig.waitForAll()
    let told = rig.notices.all.compactMap { notice in
      if case .unknownSymbols(let symbols) = notice { symbols } else { nil }
    }
    #expect(told.contains { $0.contains(LiveRig.symbolNames[0]) })
    #expect(zip(told, told.dropFirst()).allSatisfy { $0 != $1 }, "told twice: \(told)")
    rig.expectWellAttributed()
    try await rig.finish(feed)
  }

  @Test("after a cut it comes back with every subscription")
  func drop() async throws {
    let rig = try LiveRig()
    let feed = rig.feed()
    await feed.start()
    try await rig.waitForAll()
    let ups = rig.ups
    try await rig.control("/drop")
    try await rig.waitForUp(after: ups)
    try await rig.waitForAll(after: rig.ticks.all.count)
    rig.expectWellAttributed()
    try await rig.finish(feed)
  }
}
