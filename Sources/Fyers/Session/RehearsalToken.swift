public import Market

/// Tokens for a simulator on this machine, which takes any well-formed one.
///
/// They are signed by nobody and open nothing else.
public enum RehearsalToken {
  /// A token that ends as the broker's would: at the next 06:00 IST.
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
    let expiry = AccessToken.expectedExpiry(issuedAt: time)
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
