import Market
import Money
import TestSupport
import Testing

@testable import Fyers

@Suite("Messages that come together")
struct GatheredOutputTests {
  /// A driver whose deliveries and notices are kept in one order.
  private struct Rig {
    let server: LoopbackServer
    let driver: SocketDriver<TestFeed>
    let events = EventLog<String>()

    init() async throws {
      server = try await LoopbackServer.start(
        door: { _ in nil },
        onMessage: { peer, message in
          if case .text(let text) = message, text.hasPrefix("auth") { peer.send(.text("ok")) }
        })
      let tokens = TokenDesk(clock: LiveClock())
      tokens.renew(try .fixture(expirySeconds: 4_000_000_000))
      let address = try #require(
        SocketEndpoint(loopback: "ws://127.0.0.1:\(server.port)/", scheme: "ws"))
      driver = try SocketDriver(
        feed: TestFeed(), address: address, tokens: tokens, clock: LiveClock(), seed: 1,
        deliver: { [events] in events.append($0.joined(separator: ", ")) },
        notify: { [events] in events.append("\($0)") })
      await driver.start()
      try await events.wait("up") { $0 == ["up"] }
    }

    func send(_ texts: [String]) throws {
      let peer = try #require(server.peers.all.first)
      peer.send(together: texts.map { .text($0) })
    }

    func finish() async throws {
      await driver.stop()
      try await events.wait("closed") { $0.last == "closed" }
      try await server.stop()
    }
  }

  @Test("what is read in one go is handed on in one go, and not more than a bound of it")
  func together() async throws {
    let rig = try await Rig()
    let most = SocketPipeline.gatheredMost
    let ticks = (0..<(2 * most + 1)).map { "tick \($0)" }
    try rig.send(ticks)
    try await rig.events.wait("the last") { $0.last?.hasSuffix(ticks[2 * most]) == true }
    let expected = [ticks[..<most], ticks[most..<(2 * most)], ticks[(2 * most)...]]
    #expect(rig.events.all.dropFirst() == expected.map { $0.joined(separator: ", ") }[...])
    try rig.send(["tick alone"])
    try await rig.events.wait("alone") { $0.last == "tick alone" }
    try await rig.finish()
  }

  @Test("a notice comes behind all that was read before it, and before all that was read behind it")
  func order() async throws {
    let rig = try await Rig()
    try rig.send(["tick 1", "tick 2", "{", "tick 3", "pong", "tick 4", "no", "tick 5"])
    try await rig.events.wait("the token refused") { $0.last?.hasPrefix("waiting") == true }
    #expect(
      rig.events.all.dropFirst() == [
        "tick 1, tick 2", "a message could not be read", "tick 3, tick 4",
        "waiting for a token: run `sauda login`",
      ])
    try await rig.finish()
  }

  @Test("ticks make batches between what is told in between")
  func batches() {
    var told: [String] = []
    FeedBatch.gather(
      [1, 2, 0, 3, 0, 0, 4, 5], deliver: { told.append("\($0.ticks.map(\.readAt))") },
      ticks: { (number: Int) -> [FeedTick]? in
        number == 0 ? nil : (0..<number % 2 + 1).map { Self.tick(Int64(number * 10 + $0)) }
      },
      tell: { told.append("\($0)") })
    #expect(told == ["[10, 11, 20]", "0", "[30, 31]", "0", "0", "[40, 50, 51]"])
    FeedBatch.gather([Int](), deliver: { _ in told = [] }, ticks: { _ in nil }, tell: { _ in })
    #expect(!told.isEmpty)
  }

  private static func tick(_ readAt: Int64) -> FeedTick {
    FeedTick(
      tick: Tick(
        time: EventTime(nanoseconds: 0), instrument: InstrumentID(index: 0), bid: .zero,
        ask: .zero, ltp: .zero),
      exchangeTime: nil, readAt: readAt)
  }
}
