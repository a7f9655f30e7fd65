/// What a channel wants in its `Authorization` header.
///
/// The rules differ by channel, and a wrong one may be answered with silence (FYERS.md, section 1).
public enum Authorization: Sendable {
  /// `<app id>:<token>`, without a scheme word.
  case appAndToken
  /// The bare token; the symbol-token endpoint.
  case tokenOnly
  /// No header.
  case none
}
