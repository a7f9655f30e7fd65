import Glibc
import Market
import Testing

@testable import Fyers

@Suite("Tokens and secrets")
struct TokenTests {
  @Test("a secret shows three stars wherever it lands")
  func secretIsHidden() throws {
    let secret = Secret(canary)
    let token = try AccessToken.fixture()
    let call = FyersRequest(.profile).call(to: .production, token: token)
    let login = HTTPCall(verb: .post, address: "http://h/p", query: canary, body: secret)
    var dumped = ""
    dump(secret, to: &dumped)
    dump(token, to: &dumped)
    dump(call, to: &dumped)
    dump(login, to: &dumped)
    dump(TokenMachine.Event.renewed(token), to: &dumped)
    let shown =
      dumped
      + "\(secret) \(token) \(call) \(login) \(String(reflecting: token)) \(String(reflecting: call))"
    #expect(!shown.contains("CANARY"))
    #expect("\(secret)" == "***")
    #expect(secret == Secret(canary))
    #expect(secret != Secret(canary + "x"))
    #expect(secret.reveal() == canary)
  }

  @Test("a token gives its end, its socket key and its account; an app id in front is cut")
  func claims() throws {
    let text = AccessToken.jwt(expirySeconds: 1_791_246_600)
    for form in [text, "APP-100:\(text)", " APP-100:\(text)\n"] {
      let token = try AccessToken(Secret(form), appID: "APP-100")
      #expect(token.expiry == TokenMachineTests.end)
      #expect(token.socketKey?.reveal() == "\(canary)key")
      #expect(token.accountID == "XX00000")
      #expect(token.header.reveal() == "APP-100:\(text)")
    }
  }

  @Test(
    "what is no usable token is refused by name, without repeating it",
    arguments: [
      ("", TokenError.malformed), ("a.b", .malformed), ("a.b.c.d", .malformed),
      ("a.!!.c", .malformed), ("a.e30.c", .noExpiry), ("OTHER-100:a.e30.c", .otherApp),
      ("a.\(AccessToken.base64URL(#"{"exp":"1791246600"}"#)).c", .noExpiry),
      ("a.\(AccessToken.base64URL(#"{"exp":99999999999999}"#)).c", .noExpiry),
      ("a.\(AccessToken.base64URL(#"{"exp":-1}"#)).c", .noExpiry),
      ("a.\(AccessToken.base64URL("[1]")).c", .malformed), ("a.e30.c\u{e9}", .malformed),
    ])
  func refused(text: String, error: TokenError) {
    #expect(throws: error) { try AccessToken(Secret(text), appID: "APP-100") }
  }

  @Test("a token is expected to end at the next 06:00 in India")
  func expectedEnd() {
    let evening = EventTime.session
    #expect(
      IndianTime(AccessToken.expectedExpiry(issuedAt: evening)).iso8601
        == "2026-10-06T06:00:00.000+05:30")
    let night = IndianTime(day: IndianTime(evening).day, secondOfDay: 5 * 3_600).eventTime
    #expect(
      IndianTime(AccessToken.expectedExpiry(issuedAt: night)).iso8601
        == "2026-10-05T06:00:00.000+05:30")
  }

  @Test(
    "texts of others are cleaned before they are shown",
    arguments: [
      ("plain words", "plain words"),
      ("token eyJhbGciOiJI.e30.c2ln end", "token *** end"),
      ("line\nbreak\u{1B}[31m", "line break [31m"),
      ("key \(String(repeating: "ab", count: 28))!", "key ***!"),
      ("\u{202E}abc", " abc"),
    ])
  func cleaned(text: String, shown: String) {
    #expect(Redactor.cleaned(text) == shown)
  }

  @Test("a token file is its owner's alone, and one open to others is refused")
  func store() throws {
    let folder = "\(try temporaryFolder())/data/sauda"
    let store = TokenStore(folder: folder)
    #expect(try store.load(appID: "") == nil)
    #expect(store.mark == nil)
    let token = try AccessToken.fixture()
    try store.save(token)
    let mark = store.mark
    #expect(try store.load(appID: "APP-100") == token)
    #expect(try store.load(appID: "") == token)
    var status = stat()
    #expect(stat(store.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    try store.save(try .fixture(signature: "other"))
    #expect(store.mark != mark)
    #expect(throws: FyersError.self) { try store.load(appID: "OTHER-100") }
    #expect(chmod(store.path, 0o640) == 0)
    #expect(throws: FyersError.self) { try store.load(appID: "") }
  }

  @Test("a damaged token file is an error that does not repeat it")
  func damagedStore() throws {
    let folder = try temporaryFolder()
    let store = TokenStore(folder: folder)
    try PrivateFile.write(
      Array("{\"access_token\":\"\(canary)\"".utf8), to: store.path, folder: folder)
    do {
      _ = try store.load(appID: "")
      Issue.record("a damaged file was read")
    } catch {
      #expect(!"\(error)".contains("CANARY"))
    }
  }
}
