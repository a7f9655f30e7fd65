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
