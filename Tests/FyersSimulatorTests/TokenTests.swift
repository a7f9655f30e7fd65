import Crypto
import Market
import Testing

@testable import FyersSimulator

@Suite("Login and tokens")
struct TokenTests {
  private func issuer(
    secret: String? = "SECRET77", ownOnly: Bool = false, life: Int64? = nil
  ) -> TokenIssuer {
    TokenIssuer(.init(secret: secret, acceptsOwnOnly: ownOnly, life: life), seed: 7)
  }

  private func hash(_ text: String) -> Json {
    .string(Hex.text(SHA256.hash(data: Array(text.utf8))))
  }

  @Test(
    "a token ends at six the next Indian morning",
    arguments: [
      // 14:20, 00:10 and 05:59:59 in India, and the 06:00 that follows.
      (1_790_067_000, 1_790_123_400), (1_790_016_000 + 86_400 - 3_000, 1_790_123_400),
      (1_790_123_399, 1_790_123_400), (1_790_123_400, 1_790_209_800),
    ])
  func expiry(now: Int64, expected: Int64) {
    #expect(TokenIssuer.expiry(after: EventTime(milliseconds: now * 1_000)) == expected)
  }

  @Test("with a life of its own a token ends that many seconds after its issue, at any hour")
  func life() throws {
    let late = EventTime(milliseconds: 1_790_123_399_000)  // A second before 06:00 IST.
    var issuer = issuer(life: 90)
    let token = issuer.issueToken(at: late)
    _ = try issuer.admit("A:" + token, at: late.advanced(byNanoseconds: 89_000_000_000))
    #expect(throws: Refusal(code: -8, message: "Your token has expired", status: 401)) {
      try issuer.admit("A:" + token, at: late.advanced(byNanoseconds: 90_000_000_000))
    }
  }

  @Test("an auth code is good for one token, with the right hash")
  func exchange() throws {
    var issuer = issuer()
    let code = issuer.issueCode(appID: "APP-100", at: Fixture.wall)
    func body(_ hash: Json) -> Json {
      .of([
        "grant_type": .string("authorization_code"), "appIdHash": hash, "code": .string(code),
      ])
    }
    #expect(throws: Refusal.self) {
      try issuer.exchange(body(hash("APP-100SECRET77")), at: Fixture.wall)
    }
    let (access, _) = try issuer.exchange(body(hash("APP-100:SECRET77")), at: Fixture.wall)
    let bearer = try issuer.admit("APP-100:" + access, at: Fixture.wall)
    #expect(bearer.appID == "APP-100")
    #expect(throws: Refusal(code: -437, message: "invalid auth code")) {
      try issuer.exchange(body(hash("APP-100:SECRET77")), at: Fixture.wall)
    }
  }

  @Test("a code dies after ten minutes")
  func oldCode() throws {
    var issuer = issuer(secret: nil)
    let code = issuer.issueCode(appID: "A", at: Fixture.wall)
    let later = Fixture.wall.advanced(byNanoseconds: 601_000_000_000)
    let body = Json.of([
      "grant_type": .string("authorization_code"), "appIdHash": hash("x"), "code": .string(code),
    ])
    #expect(throws: Refusal.self) { try issuer.exchange(body, at: later) }
  }

  @Test("the data key opens the socket until the token is revoked or expires")
  func dataKey() throws {
    var issuer = issuer()
    let token = issuer.issueToken(at: Fixture.wall)
    let claims = Base64Url.decode(token.split(separator: ".")[1]).flatMap { JsonParser.parse($0) }
    let key = try #require(claims?["hsm_key"]?.text)
    #expect(key.utf8.count == 56)
    #expect(issuer.accepts(key: key, at: Fixture.wall))
    let nextDay = Fixture.wall.advanced(byNanoseconds: 86_400_000_000_000)
    #expect(!issuer.accepts(key: key, at: nextDay))
    #expect(throws: Refusal(code: -8, message: "Your token has expired", status: 401)) {
      try issuer.admit("A:" + token, at: nextDay)
    }
    let bearer = try issuer.admit("A:" + token, at: Fixture.wall)
    issuer.revoke(bearer)
    #expect(!issuer.accepts(key: key, at: Fixture.wall))
    #expect(throws: Refusal.self) { try issuer.admit("A:" + token, at: Fixture.wall) }
  }

  @Test(
    "what is no token is refused with 401",
    arguments: ["", "A:", "A:x.y.z", "A:bad.token.x", "A:e30.e30.e30", "A:e30.e30", ":::"])
  func nonsense(text: String) {
    var issuer = issuer()
    do throws(Refusal) {
      _ = try issuer.admit(text, at: Fixture.wall)
      Issue.record("\(text) was let in")
    } catch {
      #expect(error.status == 401)
      #expect([-15, -16].contains(error.code))
    }
  }

  @Test("a bare token is enough for symbol-token only, a foreign one only when they are allowed")
  func forms() throws {
    var issuer = issuer()
    let token = issuer.issueToken(at: Fixture.wall)
    #expect(throws: Refusal.self) { try issuer.admit(token, at: Fixture.wall) }
    _ = try issuer.admit(token, allowsBare: true, at: Fixture.wall)
    let foreign = token.split(separator: ".").dropLast().joined(separator: ".") + ".c2ln"
    _ = try issuer.admit("A:" + foreign, at: Fixture.wall)
    var strict = self.issuer(ownOnly: true)
    #expect(throws: Refusal.self) { try strict.admit("A:" + foreign, at: Fixture.wall) }
  }
}
