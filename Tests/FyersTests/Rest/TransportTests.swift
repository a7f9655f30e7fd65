import Market
import TestSupport
import Testing

@testable import Fyers

@Suite("Calls over a real connection")
struct TransportTests {
  /// A client against a loopback server.
  struct Rig {
    let server: LoopbackServer
    let client: FyersClient
    let tokens: TokenDesk
    let gate: CallGate
    let transport: AsyncHTTPTransport
    let clock = ManualClock()
    let effects = EventLog<TokenMachine.Effect>()

    init(_ script: @escaping LoopbackServer.Script) async throws {
      server = try await LoopbackServer.start(script: script)
      // Long enough for a server of this process that shares two threads with many tests.
      transport = AsyncHTTPTransport(timeoutSeconds: 8)
      tokens = TokenDesk(clock: clock)
      tokens.renew(try .fixture())
      tokens.observe { [effects] in effects.append($0) }
      gate = CallGate(clock: clock)
      client = FyersClient(
        endpoints: try FyersEndpoints(loopbackURL: server.url), transport: transport,
        tokens: tokens, gate: gate)
    }

    func finish() async throws {
      try await transport.shutdown()
      try await server.stop()
    }
  }

  @Test("a call arrives as it was built: verb, path, query, headers, body, DELETE with a body too")
  func asBuilt() async throws {
    let rig = try await Rig { _ in .reply(200, [:], #"{"s":"ok","code":1103,"id":"7"}"#) }
    let reply = try await rig.client.perform(.cancel(orderID: "7"))
    #expect(OrderReply(reply) == .accepted(id: "7"))
    _ = try await rig.client.read(.quotes(["NSE:M&M-EQ", "NSE:SBIN-EQ"]))
    let requests = rig.server.requests.all
    #expect(requests[0].method == "DELETE")
    #expect(requests[0].uri == "/api/v3/orders/sync")
    #expect(requests[0].body == #"{"id": "7"}"#)
    #expect(requests[0].headers["content-length"] == "11")
    #expect(requests[0].headers["version"] == "3")
    #expect(requests[0].headers["authorization"] == rig.tokens.borrow()?.token.header.reveal())
    #expect(requests[1].uri == "/data/quotes?symbols=NSE%3AM%26M-EQ%2CNSE%3ASBIN-EQ")
    try await rig.finish()
  }

  @Test("the first 401 stops every call with one alert; a new token starts them again")
  func unauthorized() async throws {
    let fresh = "fresh"
    let rig = try await Rig { request in
      request.headers["authorization"]?.hasSuffix(fresh) == true
        ? .reply(200, [:], #"{"s":"ok","data":{"fy_id":"XX1"}}"#)
        : .reply(401, [:], #"{"s":"error","code":-16,"message":"Could not authenticate"}"#)
    }
    await #expect(throws: FyersError.tokenDead(code: -16)) { try await rig.client.profile() }
    for _ in 0..<5 {
      await #expect(throws: FyersError.notLoggedIn) { try await rig.client.profile() }
    }
    #expect(rig.server.requests.all.count == 1)
    #expect(rig.effects.all == [.stop, .alert(.refused(code: -16))])
    rig.tokens.renew(try .fixture(signature: fresh))
    #expect(try await rig.client.profile().accountID == "XX1")
    try await rig.finish()
  }

  @Test("a token whose time is over is not sent")
  func expiry() async throws {
    let rig = try await Rig { _ in .reply(200, [:], #"{"s":"ok","fund_limit":[]}"#) }
    #expect(try await rig.client.funds().isEmpty)
    rig.clock.advance(seconds: 86_400)
    await #expect(throws: FyersError.notLoggedIn) { try await rig.client.funds() }
    #expect(rig.server.requests.all.count == 1)
    #expect(rig.effects.all == [.stop, .alert(.expired)])
    try await rig.finish()
  }

  @Test("a read waits as a 429 tells and is made once more; an order is not")
  func rateLimited() async throws {
    let counts = EventLog<String>()
    let rig = try await Rig { request in
      counts.append(request.uri)
      return counts.all.count { $0 == request.uri } == 1
        ? .reply(429, ["Retry-After": "3"], #"{"s":"error","code":-429,"message":"slow"}"#)
        : .reply(200, [:], #"{"s":"ok","code":1101,"id":"1","fund_limit":[]}"#)
    }
    let start = rig.clock.now()
    #expect(try await rig.client.funds().isEmpty)
    #expect(rig.clock.now().nanoseconds - start.nanoseconds >= 3_000_000_000)
    #expect(await rig.gate.breachesToday == 1)
    let order = OrderPlacement(
      symbol: "NSE:A-EQ", quantity: 1, side: .buy, kind: .market, product: "CNC", tag: "t1")
    let reply = try await rig.client.perform(.place(order))
    #expect(OrderReply(reply) == .refused(code: -429, message: "rate limited"))
    #expect(counts.all.count { $0 == "/api/v3/orders/sync" } == 1)
    // Two breaches: no more entries today, exits still go.
    await #expect(throws: FyersError.heldBack(.breaches(2))) {
      try await rig.client.perform(.place(order))
    }
    _ = try await rig.client.perform(.cancel(orderID: "1"))
    try await rig.finish()
  }

  @Test("what happens on the way tells whether an order may have arrived")
  func lostAnswers() async throws {
    let rig = try await Rig { request in
      switch request.uri {
      case "/api/v3/profile": .cut
      case "/api/v3/funds", "/api/v3/orders/sync": .drop
      case "/api/v3/holdings": .nothing
      case "/api/v3/positions": .reply(302, ["Location": "http://127.0.0.1:1/elsewhere"])
      default: .reply(200, [:], String(repeating: "x", count: 5 << 20))
      }
    }
    func failure(_ endpoint: Endpoint) async -> FyersError? {
      do throws(FyersError) {
        _ = try await rig.client.perform(FyersRequest(endpoint))
        return nil
      } catch {
        return error
      }
    }
    for endpoint in [Endpoint.profile, .funds] {
      guard case .transport(.broken) = await failure(endpoint) else {
        Issue.record("\(endpoint) was not broken")
        continue
      }
    }
    #expect(await failure(.holdings) == .transport(.timedOut))
    // An order whose answer is lost is sent once, and its outcome is not guessed.
    let order = OrderPlacement(
      symbol: "NSE:A-EQ", quantity: 1, side: .buy, kind: .market, product: "CNC", tag: "t1")
    do throws(FyersError) {
      _ = try await rig.client.perform(.place(order))
      Issue.record("a lost answer gave a reply")
    } catch {
      guard case .transport(let lost) = error, !lost.wasNeverSent else {
        Issue.record("\(error)")
        return
      }
    }
    #expect(rig.server.requests.all.count { $0.uri == "/api/v3/orders/sync" } == 1)
    #expect(await failure(.tradeBook) == .transport(.tooLarge(limit: 4 << 20)))
    // A redirect is a value, and nothing follows it.
    let reply = try await rig.client.perform(FyersRequest(.positions))
    #expect(reply.status == 302)
    try await rig.finish()
  }

  @Test("a call to a port that nobody listens at was never sent")
  func nobodyListens() async throws {
    let port = try #require(ClosedPort())
    let transport = AsyncHTTPTransport(timeoutSeconds: 2)
    do throws(TransportFailure) {
      _ = try await transport.send(
        HTTPCall(verb: .get, address: "http://127.0.0.1:\(port.number)"))
      Issue.record("a closed port answered")
    } catch {
      #expect(error.wasNeverSent, "\(error)")
    }
    try await transport.shutdown()
    withExtendedLifetime(port) {}
  }

  @Test("no error and no description shows a secret")
  func canaryStaysHidden() async throws {
    let echo = AccessToken.jwt(expirySeconds: 1_791_246_600)
    let rig = try await Rig { request in
      switch request.uri {
      case "/api/v3/profile": .reply(400, [:], #"{"s":"error","code":-50,"message":"\#(echo)"}"#)
      case "/api/v3/funds": .reply(200, [:], echo)
      case "/api/v3/holdings": .drop
      default: .reply(401, [:], #"{"s":"error","code":-17,"message":"APP-100:\#(echo)"}"#)
      }
    }
    var shown = ""
    for endpoint in [Endpoint.profile, .funds, .holdings, .positions] {
      do throws(FyersError) {
        let reply = try await rig.client.perform(FyersRequest(endpoint))
        shown += "\(reply.message) \(reply.verdict) "
        _ = try await rig.client.read(FyersRequest(endpoint))
      } catch {
        shown += "\(error) \(String(reflecting: error)) "
        dump(error, to: &shown)
      }
    }
    shown += "\(rig.effects.all)"
    dump(rig.tokens, to: &shown)
    #expect(shown.utf8.count > 200)
    #expect(!shown.contains("CANARY"))
    #expect(!shown.contains("eyJ"))
    try await rig.finish()
  }
}
