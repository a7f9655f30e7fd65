import Market
import NIOCore
import NIOWebSocket
import TestSupport
import Testing

@testable import Fyers

@Suite("Sockets over a real connection")
struct SocketDriverTests {
  /// A driver against a loopback server, with everything it says.
  struct Rig {
    let server: LoopbackServer
    let driver: SocketDriver<TestFeed>
    let tokens: TokenDesk
    let notices = EventLog<SocketNotice>()
    let outputs = EventLog<String>()
    let alerts = EventLog<TokenMachine.Effect>()

    init(
      feed: TestFeed = TestFeed(), timings: SocketTimings = .patient,
      limits: SocketLimits = SocketLimits(),
      door: @escaping LoopbackServer.Door = { _ in nil },
      onMessage: @escaping @Sendable (LoopbackPeer, SocketMessage) -> Void = Rig.greets
    ) async throws {
      server = try await LoopbackServer.start(door: door, onMessage: onMessage)
      tokens = TokenDesk(clock: LiveClock())
      tokens.renew(try .fixture(expirySeconds: 4_000_000_000))
      tokens.observe { [alerts] in alerts.append($0) }
      let address = try #require(
        SocketEndpoint(loopback: "ws://127.0.0.1:\(server.port)/hsm?secret=1", scheme: "ws"))
      driver = try SocketDriver(
        feed: feed, address: address, tokens: tokens, clock: LiveClock(), timings: timings,
        limits: limits, seed: 1, deliver: { [outputs] in $0.forEach(outputs.append) },
        notify: { [notices] in notices.append($0) })
    }

    /// Says yes to the sign-in and gives a tick for every subscription.
    static let greets: @Sendable (LoopbackPeer, SocketMessage) -> Void = { peer, message in
      guard case .text(let text) = message else { return }
      if text.hasPrefix("auth") { peer.send(.text("ok")) }
      if text.hasPrefix("sub ") { peer.send(.text("tick \(text.dropFirst(4))")) }
      if text == "ping" { peer.send(.text("pong")) }
    }

    func up(_ times: Int = 1) async throws {
      try await notices.wait("up \(times)") { all in all.count { $0 == .up } >= times }
    }

    func finish() async throws {
      await driver.stop()
      try await notices.wait("closed") { $0.contains(.closed) }
      try await server.stop()
    }
  }

  @Test("it signs in, subscribes, delivers in order, and says goodbye")
  func session() async throws {
    let rig = try await Rig()
    await rig.driver.start()
    try await rig.up()
    try await rig.outputs.wait("ticks") { $0.count >= 2 }
    #expect(rig.outputs.all == ["tick A", "tick B"])
    await rig.driver.update { feed in
      feed.symbols.append("C")
      return [.text("sub C")]
    }
    try await rig.outputs.wait("tick C") { $0.last == "tick C" }
    let handshake = try #require(rig.server.requests.all.first)
    #expect(handshake.headers["authorization"] == nil)
    #expect(handshake.headers["host"] == "127.0.0.1:\(rig.server.port)")
    await rig.driver.stop()
    try await rig.server.received.wait("goodbye") { $0.contains(.text("<close>")) }
    #expect(rig.notices.all.last == .closed)
    try await rig.server.stop()
  }

  @Test("after a drop it comes back and subscribes to everything again")
  func drop() async throws {
    let rig = try await Rig()
    await rig.driver.start()
    try await rig.up()
    await rig.driver.update { feed in
      feed.symbols.append("C")
      return [.text("sub C")]
    }
    try await rig.outputs.wait("three ticks") { $0.count == 3 }
    rig.server.peers.all.first?.drop()
    try await rig.up(2)
    try await rig.outputs.wait("three more") { $0.count == 6 }
    #expect(rig.outputs.all.suffix(3) == ["tick A", "tick B", "tick C"])
    #expect(rig.notices.all.contains { if case .down = $0 { true } else { false } })
    try await rig.finish()
  }

  @Test("a server that goes quiet while markets are open is left, and the feed comes back")
  func halfOpen() async throws {
    let rig = try await Rig(timings: .quick)
    await rig.driver.setMarketActive(true)
    await rig.driver.start()
    try await rig.up()
    // The connection stays open and pings are answered, but no data comes any more.
    try await rig.notices.wait("stale, dropped, up again") { all in
      all.contains(.stale) && all.count { $0 == .up } >= 2 && all.contains(.fresh)
    }
    #expect(rig.notices.all.contains { if case .down(.noData, _) = $0 { true } else { false } })
    try await rig.finish()
  }

  @Test("a server that accepts and never answers is left")
  func mute() async throws {
    var timings = SocketTimings.patient
    timings.greeting = 300_000_000
    let rig = try await Rig(timings: timings, onMessage: { _, _ in })
    await rig.driver.start()
    try await rig.notices.wait("mute") { all in
      all.contains { if case .down(.mute, _) = $0 { true } else { false } }
    }
    try await rig.finish()
  }

  @Test("a server that stops answering pings is left at night too")
  func unansweredPing() async throws {
    var timings = SocketTimings.quick
    timings.pong = 100_000_000
    let rig = try await Rig(
      timings: timings,
      onMessage: { peer, message in
        if case .text(let text) = message, text.hasPrefix("auth") { peer.send(.text("ok")) }
      })
    await rig.driver.start()
    try await rig.notices.wait("half-open, then up again") { all in
      all.contains { if case .down(.halfOpen, _) = $0 { true } else { false } }
        && all.count { $0 == .up } >= 2
    }
    try await rig.finish()
  }

  @Test("a server that does not read is left before memory fills")
  func congested() async throws {
    var limits = SocketLimits()
    limits.outbound = 64 << 10
    let rig = try await Rig(limits: limits)
    await rig.driver.start()
    try await rig.up()
    try await rig.server.peers.all.first?.stopReading()
    await rig.driver.update { _ in
      Array(repeating: .text(String(repeating: "x", count: 64 << 10)), count: 400)
    }
    try await rig.notices.wait("congested") { all in
      all.contains { if case .down(.congested, _) = $0 { true } else { false } }
    }
    try await rig.finish()
  }

  @Test("a handshake that is never answered is given up")
  func silentHandshake() async throws {
    var timings = SocketTimings.patient
    timings.handshake = 300_000_000
    let rig = try await Rig(timings: timings, door: { _ in .nothing })
    await rig.driver.start()
    try await rig.notices.wait("two attempts") { all in
      all.count { if case .down(.mute, _) = $0 { true } else { false } } >= 2
    }
    try await rig.finish()
  }

  @Test("garbage is counted and does not disturb what follows it")
  func garbage() async throws {
    let rig = try await Rig()
    await rig.driver.start()
    try await rig.up()
    let peer = try #require(rig.server.peers.all.first)
    peer.send(.binary([0xFF, 0x00]))
    peer.send(.text("{"))
    peer.send(.text("ask"))
    peer.send(.text("tick Z"))
    try await rig.outputs.wait("tick Z") { $0.last == "tick Z" }
    #expect(rig.notices.all.count { $0 == .malformed } == 2)
    try await rig.server.received.wait("answer") { $0.contains(.text("answer")) }
    try await rig.finish()
  }

  @Test("a frame beyond the limit ends the connection, which comes back")
  func tooLarge() async throws {
    var limits = SocketLimits()
    limits.frame = 1_000
    let rig = try await Rig(limits: limits)
    await rig.driver.start()
    try await rig.up()
    rig.server.peers.all.first?.send(.text(String(repeating: "x", count: 2_000)))
    try await rig.up(2)
    #expect(rig.notices.all.contains { if case .down(.garbage, _) = $0 { true } else { false } })
    try await rig.finish()
  }

  @Test("a message in fragments is put together, and one in too many pieces is refused")
  func fragments() async throws {
    var limits = SocketLimits()
    limits.framesOfMessage = 4
    let rig = try await Rig(limits: limits)
    await rig.driver.start()
    try await rig.up()
    let peer = try #require(rig.server.peers.all.first)
    peer.send(WebSocketFrame(fin: false, opcode: .text, data: ByteBuffer(string: "tick ")))
    peer.send(WebSocketFrame(fin: true, opcode: .continuation, data: ByteBuffer(string: "F")))
    try await rig.outputs.wait("tick F") { $0.last == "tick F" }
    peer.send(WebSocketFrame(fin: false, opcode: .text, data: ByteBuffer(string: "t")))
    for _ in 0..<6 {
      peer.send(WebSocketFrame(fin: false, opcode: .continuation, data: ByteBuffer(string: "t")))
    }
    try await rig.up(2)
    try await rig.finish()
  }

  @Test("a 401 at the handshake stops everything until there is a new token")
  func unauthorized() async throws {
    var feed = TestFeed()
    feed.authorization = .appAndToken
    let good = "APP-100:\(AccessToken.jwt(expirySeconds: 4_000_000_000, signature: "fresh"))"
    let rig = try await Rig(
      feed: feed, door: { $0.headers["authorization"] == good ? nil : .reply(401) })
    await rig.driver.start()
    try await rig.notices.wait("waiting for a token") { $0.contains(.waitingForToken) }
    #expect(rig.tokens.borrow() == nil)
    try await rig.alerts.wait("alert") { $0.contains(.alert(.refused(code: 401))) }
    rig.tokens.renew(try .fixture(expirySeconds: 4_000_000_000, signature: "fresh"))
    try await rig.up()
    // The refused token was shown once only.
    #expect(rig.server.requests.all.count { $0.headers["authorization"] != good } == 1)
    #expect(rig.alerts.all.count { if case .alert = $0 { true } else { false } } == 1)
    try await rig.finish()
  }

  @Test("a refused sign-in stops everything until there is a new token")
  func refusedSignIn() async throws {
    let rig = try await Rig(onMessage: { peer, message in
      if case .text(let text) = message, text.hasPrefix("auth") { peer.send(.text("no")) }
    })
    await rig.driver.start()
    try await rig.notices.wait("waiting for a token") { $0.contains(.waitingForToken) }
    try await rig.alerts.wait("alert") { $0.contains(.alert(.refused(code: -16))) }
    #expect(await rig.driver.state == .tokenless)
    try await rig.finish()
  }

  @Test("a token that dies in mid-session drops the socket; the new one brings it back")
  func tokenSwap() async throws {
    let rig = try await Rig()
    await rig.driver.start()
    try await rig.up()
    rig.tokens.refuse(code: -17, generation: 1)
    try await rig.notices.wait("waiting for a token") { $0.contains(.waitingForToken) }
    rig.tokens.renew(try .fixture(expirySeconds: 4_000_000_000, signature: "fresh"))
    try await rig.up(2)
    try await rig.finish()
  }

  @Test("data in the same packet as the handshake's answer is not lost")
  func earlyData() async throws {
    let server = try await EagerServer.start(text: "tick E")
    let tokens = TokenDesk(clock: LiveClock())
    tokens.renew(try .fixture(expirySeconds: 4_000_000_000))
    let outputs = EventLog<String>()
    let notices = EventLog<SocketNotice>()
    let address = try #require(
      SocketEndpoint(loopback: "ws://127.0.0.1:\(server.port)/", scheme: "ws"))
    let driver = try SocketDriver(
      feed: TestFeed(), address: address, tokens: tokens, clock: LiveClock(), seed: 1,
      deliver: { $0.forEach(outputs.append) }, notify: { notices.append($0) })
    await driver.start()
    try await outputs.wait("tick E") { $0 == ["tick E"] }
    #expect(notices.all == [.up])  // Before the tick.
    await driver.stop()
    try await server.stop()
  }

  @Test("a port where nobody listens is tried again and reported after five attempts")
  func unreachable() async throws {
    let port = try #require(ClosedPort())
    let tokens = TokenDesk(clock: LiveClock())
    tokens.renew(try .fixture(expirySeconds: 4_000_000_000))
    let notices = EventLog<SocketNotice>()
    let address = try #require(
      SocketEndpoint(loopback: "ws://127.0.0.1:\(port.number)/", scheme: "ws"))
    let driver = try SocketDriver(
      feed: TestFeed(), address: address, tokens: tokens, clock: LiveClock(), timings: .quick,
      seed: 1, deliver: { _ in }, notify: { notices.append($0) })
    await driver.start()
    try await notices.wait("report") { $0.contains(.failing(attempts: 5)) }
    #expect(await driver.state != .closed)
    await driver.stop()
    withExtendedLifetime(port) {}
  }
}

extension SocketTimings {
  /// Waits of milliseconds, in the usual proportions.
  static var quick: SocketTimings {
    var timings = SocketTimings()
    timings.handshake = 5_000_000_000
    timings.greeting = 5_000_000_000
    timings.ping = 50_000_000
    timings.controlPing = 200_000_000
    timings.pong = 2_000_000_000
    timings.stale = 150_000_000
    timings.dead = 400_000_000
    timings.retry = 20_000_000
    timings.longest = 60_000_000
    return timings
  }

  /// Waits that no machine is too slow for: a connection ends only where a test means it to.
  static var patient: SocketTimings {
    var timings = quick
    timings.handshake = 300_000_000_000
    timings.greeting = timings.handshake
    timings.ping = timings.handshake
    timings.controlPing = timings.handshake
    return timings
  }
}
