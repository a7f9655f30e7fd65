import Crypto
import WireText

/// One login: what the browser is sent to, and what must come back (FYERS.md, section 4.1).
public struct LoginRequest: Sendable {
  /// The app id.
  public let appID: String
  /// The redirect address as it is registered with the app, to the letter.
  public let redirectURI: String
  /// The random text that must come back.
  public let state: String

  /// A login with a fresh state of 128 random bits.
  public init(appID: String, redirectURI: String) {
    var random = SystemRandomNumberGenerator()
    let words = [random.next(), random.next()]
    let state = words.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    self.init(appID: appID, redirectURI: redirectURI, state: state.joined())
  }

  init(appID: String, redirectURI: String, state: String) {
    self.appID = appID
    self.redirectURI = redirectURI
    self.state = state
  }

  /// The address to open in a browser.
  public func address(at endpoints: FyersEndpoints) -> String {
    let query = [
      ("client_id", appID), ("redirect_uri", redirectURI), ("response_type", "code"),
      ("state", state),
    ]
    let text = query.map { "\($0)=\(QueryText.escaped($1))" }.joined(separator: "&")
    return "\(endpoints.trading)/generate-authcode?\(text)"
  }

  /// The call that turns a code into a token.
  ///
  /// - Parameters:
  ///   - code: The code that came back.
  ///   - secret: The app's secret.
  /// - Returns: The request.
  public func exchange(code: Secret, secret: Secret) -> FyersRequest {
    let digest = SHA256.hash(data: Array("\(appID):\(secret.reveal())".utf8))
    let hash = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return FyersRequest(
      .validateAuthCode,
      body: .object([
        "grant_type": .string("authorization_code"), "appIdHash": .string(hash),
        "code": .string(code.reveal()),
      ]))
  }

  /// Reads the query that came back to the redirect address.
  ///
  /// - Parameter query: The part after `?`, escaped.
  /// - Returns: The code.
  /// - Throws: ``LoginError`` when it belongs to no login of ours, or the login failed.
  public func code(fromQuery query: some StringProtocol) throws(LoginError) -> Secret {
    var values: [String: String] = [:]
    for pair in QueryText.pairs(query) {
      guard let escaped = pair.value, let value = Self.unescaped(escaped) else { continue }
      // The first of a repeated name counts, so that nothing can be slipped in behind.
      let name = String(pair.name)
      if values[name] == nil { values[name] = value }
    }
    guard let state = values["state"], Secret(state) == Secret(self.state) else {
      throw .foreignState
    }
    if values["s"] == "error" || values["auth_code"] == nil {
      throw .refused(Redactor.cleaned(values["message"] ?? "no code came back"))
    }
    guard let code = values["auth_code"], !code.isEmpty,
      code.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .refused("no code came back") }
    return Secret(code)
  }

  private static func unescaped(_ text: Substring) -> String? {
    do throws(QueryText.Fault) { return try QueryText.unescaped(text) } catch { return nil }
  }

  /// Reads what a person pastes: the whole address the browser was sent to, or the code alone.
  ///
  /// - Parameter text: The line.
  /// - Returns: The code.
  /// - Throws: ``LoginError``.
  public func code(fromPasted text: String) throws(LoginError) -> Secret {
    let line = text.filter { !$0.isWhitespace }
    if let question = line.firstIndex(of: "?") {
      let query = line[line.index(after: question)...].prefix { $0 != "#" }
      return try code(fromQuery: query)
    }
    guard line.utf8.count >= 8, !line.contains("="), !line.contains("/"),
      line.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .notACode }
    return Secret(line)
  }
}

/// Why a login gave no token.
public enum LoginError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What came back does not carry this login's state.
  case foreignState
  /// What was pasted is neither the address nor a code.
  case notACode
  /// The broker refused; in its words.
  case refused(String)
  /// Nobody came back in time.
  case timedOut
  /// The redirect address is not one this machine can listen on.
  case redirectAddress
  /// The port is taken.
  case portTaken(Int)

  /// The sentence shown to people, with what to do.
  public var description: String {
    switch self {
    case .foreignState: "login: what came back belongs to another login; start again"
    case .notACode: "login: expected the address the browser was sent to, or the auth_code in it"
    case .refused(let message): "login refused by FYERS: \(message)"
    case .timedOut: "login: nobody came back in time; start again"
    case .redirectAddress:
      "login: expected a redirect address http://127.0.0.1:PORT/PATH, else paste the code"
    case .portTaken(let port): "login: port \(port) is taken; close what uses it, or paste the code"
    }
  }
}

extension FyersClient {
  /// Turns a login's code into the day's token.
  ///
  /// - Parameters:
  ///   - login: The login.
  ///   - code: The code that came back.
  ///   - secret: The app's secret.
  /// - Returns: The token; it is neither stored nor used yet.
  /// - Throws: ``FyersError``.
  public func token(
    of login: LoginRequest, code: Secret, secret: Secret
  ) async throws(FyersError) -> AccessToken {
    let reply = try await perform(login.exchange(code: code, secret: secret))
    guard case .success = reply.verdict, let text = reply["access_token"]?.text else {
      switch reply.verdict {
      case .refused(let code, let message): throw .refused(code: code, message: message)
      case .rateLimited(let wait): throw .rateLimited(waitNanoseconds: wait)
      case .unclear(let reason): throw .unclear(reason)
      default: throw .unclear("login: expected a token")
      }
    }
    do throws(TokenError) {
      return try AccessToken(Secret(text), appID: login.appID)
    } catch {
      throw .unclear(error.description)
    }
  }
}
