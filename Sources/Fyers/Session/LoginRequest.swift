import Crypto

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
    let text = query.map { "\($0)=\(FyersRequest.formEscaped($1))" }.joined(separator: "&")
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
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let value = Self.unescaped(parts[1]) else { continue }
      // The first of a repeated name counts, so that nothing can be slipped in behind.
      let name = String(parts[0])
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

  /// The text of a form value; nil when an escape is broken or the bytes are no UTF-8.
  private static func unescaped(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst(), let low = rest.popFirst(),
          let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(value)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
