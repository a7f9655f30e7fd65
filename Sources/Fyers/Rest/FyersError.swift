/// Why a call of the broker's interface gave no result.
public enum FyersError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The request breaks a rule of the interface and was not sent; the sentence says which.
  case invalidRequest(String)
  /// There is no valid token; nothing was sent.
  case notLoggedIn
  /// The broker did not accept the token.
  case tokenDead(code: Int64)
  /// The account's own limiter holds the call back; nothing was sent.
  case heldBack(ThrottleRefusal)
  /// The broker limits the rate; nothing happened.
  case rateLimited(waitNanoseconds: Int64?)
  /// The broker refused the call.
  case refused(code: Int64, message: String)
  /// The reply could not be understood.
  case unclear(String)
  /// No answer came.
  case transport(TransportFailure)
  /// A local file could not be read or written.
  case file(String)

  /// The sentence shown to people, with what to do.
  public var description: String {
    switch self {
    case .invalidRequest(let what): "request: \(what)"
    case .notLoggedIn: "no valid token: run `sauda login`"
    case .tokenDead(let code): "the broker refuses the token (\(code)): run `sauda login`"
    case .heldBack(let refusal): refusal.description
    case .rateLimited(let wait):
      if let wait {
        "the broker limits the rate: wait \(Self.seconds(wait)) s"
      } else {
        "the broker limits the rate"
      }
    case .refused(let code, let message):
      message.isEmpty
        ? "refused by the broker (\(code))" : "refused by the broker (\(code)): \(message)"
    case .unclear(let reason): "the broker's reply is not understood: \(reason)"
    case .transport(let failure): failure.description
    case .file(let what): what
    }
  }

  private static func seconds(_ nanoseconds: Int64) -> String {
    let tenths = nanoseconds / 100_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
