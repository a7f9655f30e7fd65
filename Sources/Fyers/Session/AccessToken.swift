public import Market
import WireText

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
    do throws(JSONFault) { return try BrokerJSON.reply(bytes) } catch { return nil }
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

/// Why a text is no usable access token.
///
/// Nothing of the text is kept.
public enum TokenError: Error, Sendable, Equatable, CustomStringConvertible {
  /// It has not the three parts of a token, or its claims cannot be read.
  case malformed
  /// It does not say when it ends.
  case noExpiry
  /// It belongs to another app than the configured one.
  case otherApp
  /// No app id is known.
  case noAppID

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .malformed: "token: expected three parts separated by points, was something else"
    case .noExpiry: "token: expected a numeric `exp` claim, found none"
    case .otherApp: "token: expected one of the configured app, was another app's"
    case .noAppID: "token: no app id; set FYERS_APP_ID"
    }
  }
}

/// Tokens for a simulator on this machine, which takes any well-formed one.
///
/// They are signed by nobody and open nothing else.
public enum RehearsalToken {
  /// How long they are good: thirty days, in nanoseconds.
  ///
  /// The broker's end at 06:00 IST. A rehearsal that happens to run at that hour should not be cut by it,
  /// and hours that the simulator leaps over count for its tokens too; whoever wants to see a token
  /// end has `sauda simulate --token-life` and the fault `token-expiry`.
  public static let lifeNanoseconds: Int64 = 30 * 86_400 * EventTime.nanosecondsPerSecond

  /// A token that is good for ``lifeNanoseconds``.
  ///
  /// - Parameters:
  ///   - appID: The app; empty for one of the simulator's.
  ///   - time: The time of issue.
  /// - Returns: The token.
  /// - Throws: ``TokenError`` when the app id is none.
  public static func make(appID: String, issuedAt time: EventTime) throws(TokenError) -> AccessToken
  {
    var random = SystemRandomNumberGenerator()
    let key = (0..<4).map { _ in hexText(random.next()) }.joined().prefix(56)
    let expiry = time.advanced(byNanoseconds: lifeNanoseconds)
    let claims = JSONValue.object([
      "sub": .string("access_token"), "iat": .integer(time.milliseconds / 1_000),
      "exp": .integer(expiry.milliseconds / 1_000), "hsm_key": .string(String(key)),
      "fy_id": .string("REHEARSAL"),
    ])
    let head = Base64URL.encode(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
    let body = Base64URL.encode(Array(claims.pythonText.utf8))
    let app = appID.isEmpty ? "SIMULATOR-100" : appID
    return try AccessToken(Secret("\(head).\(body).rehearsal"), appID: app)
  }

  private static func hexText(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
