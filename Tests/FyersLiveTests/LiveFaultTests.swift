import Fyers
import Market
import TestSupport
import Testing

@Suite("The live feed while things go wrong")
struct LiveFaultTests {
  /// A feed that is up with a tick of every symbol, for one fault.
  private func running(
    _ symbols: [String] = LiveRig.symbolNames, _ body: (LiveRig) async throws -> Void
  ) async throws {
    let rig = try LiveRig(symbols: symbols)
    let feed = rig.feed()
    await feed.start()
    try await rig.waitForAll()
    try await body(rig)
    try await rig.finish(feed)
  }

  private func isDown(_ notice: MarketFeedNotice) -> Bool {
    if case .connection(.down) = notice { true } else { false }
  }

  @Test("a server that says nothing any more is left, and everything comes again")
  func halfOpen() async throws {
    try await running { rig in
      let ups = rig.ups
      try await rig.control("/control/half-open")
      try await rig.wait("stale") { $0.contains(.connection(.stale)) }
      try await rig.waitForUp(after: ups)
      #expect(rig.notices.all.contains(where: isDown))
      try await rig.waitForAll(after: rig.ticks.all.count)
      rig.expectWellAttributed()
    }
  }

  @Test("a server that answers pings but sends no data is left, as often as it takes")
  func mute() async throws {
    try await running { rig in
      try await rig.control("/control/mute")
      try await rig.wait("no data") { all in
        all.contains { if case .connection(.down(.noData, _)) = $0 { true } else { false } }
      }
      try await rig.control("/control/mute", verb: .delete)
      try await rig.waitForAll(after: rig.ticks.all.count)
      rig.expectWellAttributed()
    }
  }

  @Test("a server that does not read for a while costs nothing while its data come")
  func slowReader() async throws {
    try await running { rig in
      try await rig.control("/control/slow-reader", #"{"ms": 1500}"#)
      let count = rig.ticks.all.count
      try await rig.ticks.wait("a second and a half of ticks") { $0.count >= count + 60 }
      rig.expectWellAttributed()
    }
  }

  @Test("frames of random bytes are told and forgotten")
  func garbage() async throws {
    try await running { rig in
      for _ in 0..<40 { try await rig.control("/control/garbage-frame") }
      try await rig.waitForAll(after: rig.ticks.all.count)
      #expect(rig.account.tokens.state == .valid, "garbage is no refusal of the token")
      #expect(rig.ups >= 1)
      rig.expectWellAttributed()
    }
  }

  @Test("an update under another symbol's number is wrong once, not for ever")
  func wrongSymbol() async throws {
    // Nothing in the protocol tells such an update from a true one.
    try await running { rig in
      try await rig.control("/control/wrong-symbol", #"{"count": 1}"#)
      let count = rig.ticks.all.count
      try await rig.ticks.wait("more ticks") { $0.count >= count + 60 }
      rig.expectWellAttributed(1)
    }
  }

  @Test("a crossed quote is handed on as it is")
  func crossed() async throws {
    try await running(["NSE:SBIN-EQ"]) { rig in
      // All from here on: a busy machine may cut the feed just then, and what is sent meanwhile is lost.
      try await rig.control("/control/crossed-quote", #"{"count": 1000000}"#)
      try await rig.ticks.wait("a bid above its ask") { all in
        all.contains { $0.tick.bid > $0.tick.ask }
      }
    }
  }

  @Test("a lookup that is answered 429 waits as told and is made again")
  func rateLimit() async throws {
    let rig = try LiveRig()
    try await rig.control("/control/429", #"{"count": 1, "ms": 300}"#)
    let feed = rig.feed()
    await feed.start()
    try await rig.waitForAll()
    #expect(rig.notices.all.first == .connection(.up), "the wait was told to nobody")
    try await rig.finish(feed)
  }

  @Test("an expired token stops everything with one alert; a saved one starts it again")
  func tokenExpiry() async throws {
    let alerts = EventLog<String>()
    try await running { rig in
      rig.account.keep { alerts.append($0) }
      let ups = rig.ups
      try await rig.control("/control/token-expiry")
      try await rig.control("/drop")
      try await rig.wait("waiting for a token") { $0.contains(.connection(.waitingForToken)) }
      #expect(rig.account.tokens.borrow() == nil)
      #expect(alerts.all.count == 1)
      #expect(alerts.all.first?.contains("run `sauda login`") == true)
      // What `sauda login` does in another process; the simulator refuses tokens of the past.
      let issued = rig.account.clock.now().advanced(byNanoseconds: 2_000_000_000)
      try rig.account.store.save(RehearsalToken.make(appID: "", issuedAt: issued))
      try await rig.waitForUp(after: ups)
      try await rig.waitForAll(after: rig.ticks.all.count)
      #expect(alerts.all.count == 1)
      rig.expectWellAttributed()
    }
  }

  @Test("a duplicate snapshot changes nothing")
  func duplicateSnapshot() async throws {
    // Two feeds of one account: each subscription is answered with snapshots of its own.
    try await running { rig in
      let second = rig.feed()
      let ups = rig.ups
      await second.start()
      try await rig.waitForUp(after: ups)
      try await rig.waitForAll(after: rig.ticks.all.count)
      await second.stop()
      let all = rig.ticks.all
      #expect(Set(all.map(\.tick.instrument)).count == 3)
    }
  }
}
