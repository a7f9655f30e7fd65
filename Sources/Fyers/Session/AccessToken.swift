public import Market

/// A day's access token, with what its claims tell (FYERS.md, section 4.2).
public struct AccessToken: Sendable, Equatable {
  /// The app it belongs to, such as `XC4EOD67IM-100`.
  public let appID: String
  /// The token itself, without the app id.
  public let jwt: Secret
  /// When it ends: a wall-clock cut, 06:00 IST of the morning after its issue.
  public let expiry: EventTime
  /// The key of the data socket; nil when the token carries none.
  public let socketKey: Secret?
  /// The account it belongs to; nil when the token does not say.
  public let accountID: String?

  /// The value of an `Authorization` header: `<app id>:<token>`.
  public var header: Secret { Secret("\(appID):\(jwt.reveal())") }

  /// Reads a token.
  ///
  /// - Parameters:
  ///   - text: The token, or `<app id>:<token>`; it is cut at the last colon.
  ///   - appID: The app; may be empty when the text names it.
  /// - Throws: ``TokenError`` when it is no token that could be used. Whether the broker still
  ///   accepts it only a call can tell.
  public init(_ text: Secret, appID: String) throws(TokenError) {
    var jwtText = text.reveal().filter { !$0.isWhitespace }
    var owner = appID
    if let colon = jwtText.lastIndex(of: ":") {
      let named = String(jwtText[..<colon])
      guard appID.isEmpty || named == appID else { throw .otherApp }
      owner = named
      jwtText = String(jwtText[jwtText.index(after: colon)...])
    }
    guard !owner.isEmpty else { throw .noAppID }
    // These go into headers; anything else could smuggle one in.
    guard owner.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }) else {
      throw .noAppID
    }
    let parts = jwtText.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, jwtText.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .malformed
    }
    guard let payload = Base64URL.decode(parts[1]),
      case .some(.object(let claims)) = Self.parsed(payload)
    else { throw .malformed }
    guard case .number? = claims["exp"], let seconds = claims["exp"]?.int64, seconds > 0,
      seconds <= Self.lastSecond
    else { throw .noExpiry }
    self.appID = owner
    self.jwt = Secret(jwtText)
    self.expiry = EventTime(milliseconds: seconds * 1_000)
    self.socketKey = claims["hsm_key"]?.text.map(Secret.init)
    self.accountID = claims["fy_id"]?.text
  }

  /// The last second `EventTime` reaches with room to spare (2262-01-01).
  private static let lastSecond: Int64 = 9_214_646_400

  private static func parsed(_ bytes: [UInt8]) -> JSONValue? {
    do throws(JSONParseError) { return try JSONParser.parse(bytes) } catch { return nil }
  }

  /// The next 06:00 IST after a moment, when tokens issued then are expected to end.
  public static func expectedExpiry(issuedAt time: EventTime) -> EventTime {
    let local = IndianTime(time)
    let cut: Int64 = 6 * 3_600
    let day = local.secondOfDay < cut ? local.day : local.day + 1
    return IndianTime(day: day, secondOfDay: cut).eventTime
  }
}

extension AccessToken {
  /// A token whose claims are not looked at, for tests of what is sent.
  init(app: String, jwt: Secret) throws(TokenError) {
    appID = app
    self.jwt = jwt
    expiry = EventTime(nanoseconds: .max)
    socketKey = nil
    accountID = nil
  }
}
