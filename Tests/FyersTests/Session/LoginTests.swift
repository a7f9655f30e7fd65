import Testing
import WireText

@testable import Fyers

@Suite("Login")
struct LoginTests {
  private static let login = LoginRequest(
    appID: "XC4EOD67IM-100",
    redirectURI: "https://trade.fyers.in/api-login/redirect-uri/index.html", state: "st 1&x")

  @Test("address and exchange equal the official client's")
  func recorded() throws {
    let lines = try Fixtures.lines("rest_requests")
    let address = lines.first { $0["name"]?.text == "SessionModel.generate_authcode" }
    #expect(
      Self.login.address(at: .production)
        == "https://api-t1.fyers.in/api/v3" + (address?["url_after_base"]?.text ?? ""))
    let exchange = lines.first { $0["name"]?.text == "SessionModel.generate_token" }?["request"]
    let call = Self.login.exchange(code: Secret("AUTHCODE"), secret: Secret("SECRET77"))
      .call(to: .production, token: nil)
    #expect(call.verb.rawValue == exchange?["method"]?.text)
    #expect(call.address.hasSuffix(exchange?["path"]?.text ?? "?"))
    #expect(call.body?.reveal() == exchange?["body"]?.text)
    #expect(call.authorization == nil)
    #expect(call.headers.map(\.name) == ["Content-Type"])
  }

  @Test("a state is 128 random bits")
  func freshState() {
    let states = (0..<50).map { _ in LoginRequest(appID: "A", redirectURI: "r").state }
    #expect(Set(states).count == 50)
    #expect(states.allSatisfy { $0.utf8.count == 32 })
  }

  @Test(
    "what comes back is believed only with the right state",
    arguments: [
      ("s=ok&code=200&auth_code=abc.def-1&state=st+1%26x", "abc.def-1", nil),
      ("auth_code=a%2Bb&state=st%201%26x", "a+b", nil),
      ("s=ok&auth_code=abc", nil, LoginError.foreignState),
      ("s=ok&auth_code=abc&state=other", nil, .foreignState),
      ("auth_code=abc&state=other&state=st+1%26x", nil, .foreignState),
      ("s=error&code=-1&message=no+luck&state=st+1%26x", nil, .refused("no luck")),
      ("s=ok&state=st+1%26x", nil, .refused("no code came back")),
      ("s=ok&auth_code=a%0Ab&state=st+1%26x", nil, .refused("no code came back")),
      ("s=ok&auth_code=%zz&state=st+1%26x", nil, .refused("no code came back")),
      ("", nil, .foreignState),
    ] as [(String, String?, LoginError?)])
  func query(text: String, code: String?, error: LoginError?) {
    do throws(LoginError) {
      #expect(try Self.login.code(fromQuery: text).reveal() == code)
      #expect(error == nil)
    } catch let thrown {
      #expect(thrown == error)
    }
  }

  @Test("a person may paste the whole address or the code")
  func pasted() throws {
    let code = try Self.login.code(
      fromPasted: " https://x/cb?s=ok&auth_code=abc.def&state=st+1%26x#top \n")
    #expect(code.reveal() == "abc.def")
    #expect(try Self.login.code(fromPasted: "eyJhbGci.abc\n").reveal() == "eyJhbGci.abc")
    #expect(throws: LoginError.notACode) { try Self.login.code(fromPasted: "") }
    #expect(throws: LoginError.notACode) { try Self.login.code(fromPasted: "https://x/cb") }
    #expect(throws: LoginError.foreignState) {
      try Self.login.code(fromPasted: "https://x/cb?auth_code=abc")
    }
  }

  @Test("the listener takes one code with the right state, and only at its path")
  func listener() async throws {
    let login = LoginRequest(appID: "A-100", redirectURI: "http://127.0.0.1:1/cb", state: "s1")
    let listener = try await LoginListener.start(
      for: login, host: "127.0.0.1", port: 0, path: "/cb", timeoutNanoseconds: 60_000_000_000)
    let transport = AsyncHTTPTransport(timeoutSeconds: 60, connectSeconds: 60)
    func get(_ path: String, _ query: String) async throws -> HTTPAnswer {
      try await transport.send(
        HTTPCall(verb: .get, address: "http://127.0.0.1:\(listener.port)\(path)", query: query))
    }
    #expect(try await get("/favicon.ico", "").status == 404)
    #expect(try await get("/other", "auth_code=x&state=s1").status == 404)
    #expect(try await get("/cb", "auth_code=evil&state=s2").status == 400)
    let good = try await get("/cb", "s=ok&auth_code=\(canary)&state=s1")
    #expect(good.status == 200)
    #expect(!String(decoding: good.body, as: UTF8.self).contains("CANARY"))
    #expect(try await listener.code().reveal() == canary)
    // Closed after the first code.
    await #expect(throws: TransportFailure.self) { try await get("/cb", "auth_code=y&state=s1") }
    try await transport.shutdown()
  }

  @Test("the listener gives up in time, and refuses addresses that are not this machine's")
  func listenerLimits() async throws {
    let login = LoginRequest(appID: "A-100", redirectURI: "https://example.com/cb", state: "s1")
    await #expect(throws: LoginError.redirectAddress) {
      _ = try await LoginListener.start(for: login)
    }
    let listener = try await LoginListener.start(
      for: login, host: "127.0.0.1", port: 0, path: "/cb", timeoutNanoseconds: 1_000_000)
    await #expect(throws: LoginError.timedOut) { _ = try await listener.code() }
  }

  @Test("a code becomes a token, which the store keeps")
  func exchange() async throws {
    let jwt = AccessToken.jwt(expirySeconds: 1_791_246_600)
    let rig = try await TransportTests.Rig { request in
      request.body.contains("GOODCODE")
        ? .reply(200, [:], #"{"s":"ok","code":200,"message":"","access_token":"\#(jwt)"}"#)
        : .reply(401, [:], #"{"s":"error","code":-437,"message":"invalid auth code"}"#)
    }
    let login = LoginRequest(appID: "APP-100", redirectURI: "http://127.0.0.1:1/cb")
    let token = try await rig.client.token(
      of: login, code: Secret("GOODCODE"), secret: Secret("S"))
    #expect(token == (try .fixture()))
    await #expect(throws: FyersError.refused(code: -437, message: "invalid auth code")) {
      _ = try await rig.client.token(of: login, code: Secret("WRONG"), secret: Secret("S"))
    }
    #expect(rig.tokens.borrow() != nil, "a wrong code says nothing about the token in use")
    try await rig.finish()
  }
}
