public import Market

/// What people are told about the token.
public enum TokenAlert: Sendable, Equatable, CustomStringConvertible {
  /// It ends soon.
  case expiring(at: EventTime)
  /// Its time is over.
  case expired
  /// The broker refused it.
  case refused(code: Int64)
  /// The token that was given again is the one that was refused.
  case unchanged

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .expiring(let time):
      "the FYERS token ends at \(IndianTime(time).clockText) IST: run `sauda login`"
    case .expired: "the FYERS token has expired: no orders, no feed; run `sauda login`"
    case .refused(let code):
      "FYERS refuses the token (\(code)): no orders, no feed; run `sauda login`"
    case .unchanged: "the FYERS token given is the one that was refused; run `sauda login`"
    }
  }
}
