import TestSupport
import Testing

@testable import Fyers

@Suite("Certificates are verified")
struct TrustTests {
  @Test("a socket tells nothing to a server whose certificate is not trusted")
  func socket() async throws {
    let server = try await SelfSignedServer.start()
    let tokens = TokenDesk(clock: LiveClock())
    tokens.renew(try .fixture(expirySeconds: 4_000_000_000))
    let notices = EventLog<SocketNotice>()
    let address = SocketEndpoint(
      host: "localhost", port: server.port, path: "/trade/v3", isSecure: true)
    var feed = TestFeed()
    feed.authorization = .appAndToken
    let driver = try SocketDriver(
      feed: feed, address: address, tokens: tokens, clock: LiveClock(), timings: .quick, seed: 1,
      deliver: { _ in }, notify: { notices.append($0) })
    await driver.start()
    try await notices.wait("untrusted") { all in
      all.contains { if case .down(.untrusted, _) = $0 { true } else { false } }
    }
    #expect(!notices.all.contains(.up))
    await driver.stop()
    #expect(server.heard.all.isEmpty)
    try await server.stop()
  }

  @Test("a call tells nothing to a server whose certificate is not trusted")
  func call() async throws {
    let server = try await SelfSignedServer.start()
    let transport = AsyncHTTPTransport(timeoutSeconds: 3)
    let call = HTTPCall(
      verb: .get, address: "https://localhost:\(server.port)/api/v3/profile",
      authorization: Secret(canary))
    do throws(TransportFailure) {
      _ = try await transport.send(call)
      Issue.record("an untrusted server was believed")
    } catch {
      #expect(error.wasNeverSent, "\(error)")
      #expect(!"\(error)".contains("CANARY"))
    }
    #expect(server.heard.all.isEmpty)
    try await transport.shutdown()
    try await server.stop()
  }
}
