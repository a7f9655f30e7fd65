import Crypto
import Market

/// Auth codes, access tokens and what they open (FYERS.md §4).
struct TokenIssuer: Sendable {
  /// A token that is let in.
  struct Bearer: Equatable, Sendable {
    let token: String
    let appID: String
  }

  private struct Code {
    let appID: String
    let expires: Int64
  }

  private let rules: SimulatorOptions.Tokens
  private let signingKey: SymmetricKey
  private var random: SeededRandom
  private var codes: [String: Code] = [:]
  private var refreshTokens: Set<String> = []
  /// Data keys of valid tokens and when they expire, epoch seconds.
  private var keys: [String: Int64] = [:]
  private var revoked: Set<String> = []
  /// Tokens issued up to this second are expired by a fault.
  private var cutoff: Int64 = .min

  /// Entries of each list, at most.
  private static let entriesMax = 10_000
  /// Seconds an auth code lives.
  private static let codeLife: Int64 = 600

  /// An issuer of this seed.
  init(_ rules: SimulatorOptions.Tokens, seed: UInt64) {
    self.rules = rules
    random = SeededRandom(seed: seed ^ 0x746F_6B65_6E)
    signingKey = SymmetricKey(data: random.bytes(32))
  }

  /// An auth code for an app.
  mutating func issueCode(appID: String, at wall: EventTime) -> String {
    let now = Self.second(wall)
    let code = jwt([
      "iss": .string("api.login.fyers.in"), "sub": .string("auth_code"), "iat": .int(now),
      "nbf": .int(now - 600), "exp": .int(now + Self.codeLife), "display_name": .string("XX00000"),
      "oms": .string("K1"), "hsm_key": .string(Hex.text(random.bytes(28))), "nonce": .string(""),
      "app_id": .string(String(appID.prefix { $0 != "-" })), "uuid": .string(random.uuid()),
      "ipAddr": .string("127.0.0.1"), "scope": .string(""),
    ])
    if codes.count >= Self.entriesMax { codes = [:] }
    codes[code] = Code(appID: appID, expires: now + Self.codeLife)
    return code
  }

  /// Exchanges an auth code for tokens.
  ///
  /// - Parameters:
  ///   - body: `grant_type`, `appIdHash` (or a PKCE verifier) and `code`.
  ///   - wall: The wall clock.
  /// - Returns: Access and refresh token.
  /// - Throws: What is wrong.
  mutating func exchange(_ body: Json, at wall: EventTime) throws(Refusal) -> (
    access: String, refresh: String
  ) {
    guard body["grant_type"]?.text == "authorization_code" else {
      throw Refusal(code: -442, message: "invalid grant_type")
    }
    guard let code = body["code"]?.text, !code.isEmpty else {
      throw Refusal(code: -374, message: "auth code is missing")
    }
    guard let known = codes[code], known.expires > Self.second(wall) else {
      throw Refusal(code: -437, message: "invalid auth code")
    }
    if body["code_verifier"]?.text == nil { try checkHash(body, appID: known.appID) }
    codes[code] = nil
    return (issueToken(at: wall), issueRefreshToken())
  }

  /// Exchanges a refresh token for an access token.
  mutating func refresh(_ body: Json, at wall: EventTime) throws(Refusal) -> String {
    guard body["grant_type"]?.text == "refresh_token" else {
      throw Refusal(code: -442, message: "invalid grant_type")
    }
    guard let token = body["refresh_token"]?.text, refreshTokens.contains(token) else {
      throw Refusal(code: -501, message: "invalid refresh token")
    }
    guard let pin = body["pin"]?.looseText, pin.utf8.count == 4 else {
      throw .badInput("pin should be 4 digits")
    }
    try checkHash(body, appID: nil)
    return issueToken(at: wall)
  }

  private func checkHash(_ body: Json, appID: String?) throws(Refusal) {
    let problem = Refusal(
      code: -371, message: "Please provide sha256 hash of appId and app secret")
    guard let hash = body["appIdHash"]?.text, hash.utf8.count == 64,
      hash.utf8.allSatisfy({ Hex.digit($0) != nil })
    else { throw problem }
    guard let secret = rules.secret, let appID else { return }
    guard hash == Hex.text(SHA256.hash(data: Array("\(appID):\(secret)".utf8))) else {
      throw problem
    }
  }

  private mutating func issueRefreshToken() -> String {
    let token = Hex.text(random.bytes(24))
    if refreshTokens.count >= Self.entriesMax { refreshTokens = [] }
    refreshTokens.insert(token)
    return token
  }

  /// An access token, good until 06:00 the next Indian morning, or for the life that was asked for.
  mutating func issueToken(at wall: EventTime) -> String {
    let now = Self.second(wall)
    let key = Hex.text(random.bytes(28))
    let expires = rules.life.map { now + $0 } ?? Self.expiry(after: wall)
    remember(key, until: expires)
    return jwt([
      "iss": .string("api.fyers.in"), "iat": .int(now), "exp": .int(expires), "nbf": .int(now),
      "aud": .array(["x:0", "x:1", "x:2", "d:1", "d:2"].map { .string($0) }),
      "sub": .string("access_token"), "at_hash": .string(Base64Url.encode(random.bytes(24))),
      "display_name": .string("XX00000"), "fy_id": .string("XX00000"), "appType": .int(100),
      "oms": .string("K1"), "hsm_key": .string(key), "isDdpiEnabled": .string("N"),
      "isMtfEnabled": .string("N"),
    ])
  }

  /// 06:00 of the next Indian morning, epoch seconds.
  static func expiry(after wall: EventTime) -> Int64 {
    let civil = IndianTime(wall)
    let cut: Int64 = 6 * 3_600
    let day = civil.secondOfDay < cut ? civil.day : civil.day + 1
    return second(IndianTime(day: day, secondOfDay: cut).eventTime)
  }

  /// Lets a caller in, or says why not.
  ///
  /// - Parameters:
  ///   - authorization: The header's value.
  ///   - allowsBare: Whether a token without an app id is enough.
  ///   - wall: The wall clock.
  /// - Returns: Who it is.
  /// - Throws: -15, -8 or -16 with status 401.
  mutating func admit(_ authorization: String, allowsBare: Bool = false, at wall: EventTime)
    throws(Refusal) -> Bearer
  {
    let colon = authorization.lastIndex(of: ":")
    guard colon != nil || allowsBare else {
      throw Refusal(code: -16, message: "Could not authenticate the user", status: 401)
    }
    let token = String(
      colon.map { authorization[authorization.index(after: $0)...] } ?? authorization[...])
    let invalid = Refusal(code: -15, message: "Please provide valid token", status: 401)
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = Base64Url.decode(parts[1]),
      let claims = JsonParser.parse(bytes), case .number? = claims["exp"],
      let expires = claims["exp"]?.integer, let key = claims["hsm_key"]?.text
    else { throw invalid }
    let isOwn = signature("\(parts[0]).\(parts[1])") == parts[2]
    guard isOwn || !rules.acceptsOwnOnly, !revoked.contains(token) else { throw invalid }
    let issued = claims["iat"]?.integer ?? 0
    guard expires > Self.second(wall), issued > cutoff else {
      throw Refusal(code: -8, message: "Your token has expired", status: 401)
    }
    remember(key, until: expires)
    let appID = colon.map { String(authorization[..<$0]) } ?? ""
    return Bearer(token: token, appID: appID)
  }

  /// Whether a data key belongs to a token that is valid now.
  func accepts(key: String, at wall: EventTime) -> Bool {
    keys[key].map { $0 > Self.second(wall) } ?? false
  }

  /// Ends a token before its time.
  mutating func revoke(_ bearer: Bearer) {
    if revoked.count >= Self.entriesMax { revoked = [] }
    revoked.insert(bearer.token)
    let parts = bearer.token.split(separator: ".")
    guard parts.count == 3, let bytes = Base64Url.decode(parts[1]),
      let key = JsonParser.parse(bytes)?["hsm_key"]?.text
    else { return }
    keys[key] = nil
  }

  /// Lets every token issued up to now expire.
  mutating func expireAll(at wall: EventTime) {
    cutoff = Self.second(wall)
    keys = [:]
  }

  private mutating func remember(_ key: String, until expires: Int64) {
    if keys.count >= Self.entriesMax { keys = [:] }
    keys[key] = expires
  }

  private func jwt(_ claims: KeyValuePairs<String, Json>) -> String {
    let head = Json.of(["alg": .string("HS256"), "typ": .string("JWT")]).bytes
    let text = "\(Base64Url.encode(head)).\(Base64Url.encode(Json.of(claims).bytes))"
    return "\(text).\(signature(text))"
  }

  private func signature(_ text: String) -> String {
    Base64Url.encode(
      Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: signingKey)))
  }

  private static func second(_ time: EventTime) -> Int64 {
    time.nanoseconds / EventTime.nanosecondsPerSecond
  }
}
