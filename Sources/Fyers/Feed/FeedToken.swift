import WireText

/// What the data socket needs of an access token, a JSON web token.
///
/// The signature is not checked; that is the server's business.
public struct FeedToken: Hashable, Sendable {
  /// The key the authentication frame presents.
  public let key: String
  /// When the token ends, in seconds since the epoch; equal to now is still good.
  public let expiry: Double

  /// Reads `<jwt>` or `<appid>:<jwt>`.
  ///
  /// - Parameters:
  ///   - accessToken: The token as given.
  ///   - now: Seconds since the epoch.
  ///   - isCompatible: Whether to read it as the official client does, which stumbles over an app
  ///     id whose length spoils the base64 of the token's header.
  /// - Throws: ``FeedNotice/tokenExpired`` or ``FeedNotice/tokenInvalid``.
  public init(
    accessToken: String, now: Int64, isCompatible: Bool = false
  ) throws(FeedNotice) {
    var token = accessToken[...]
    if !isCompatible, let colon = token.lastIndex(of: ":") {
      token = token[token.index(after: colon)...]
    }
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, Base64URL.decode(parts[0], skippingOthers: true) != nil,
      let payload = Base64URL.decode(parts[1], skippingOthers: true),
      String(validating: payload, as: UTF8.self) != nil,
      // lint: allow swallow, because whatever is wrong with the claims makes the token invalid
      let claims = try? BrokerJSON.message(bytes: payload),
      case .number(let digits)? = claims["exp"], let expiry = Double(digits)
    else { throw .tokenInvalid }
    guard expiry >= Double(now) else { throw .tokenExpired }
    guard let key = claims["hsm_key"]?.string else { throw .tokenInvalid }
    self.key = key
    self.expiry = expiry
  }
}
