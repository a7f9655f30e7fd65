/// Why a login gave no token.
public enum LoginError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What came back does not carry this login's state.
  case foreignState
  /// What was pasted is neither the address nor a code.
  case notACode
  /// The broker refused; in its words.
  case refused(String)
  /// Nobody came back in time.
  case timedOut
  /// The redirect address is not one this machine can listen on.
  case redirectAddress
  /// The port is taken.
  case portTaken(Int)

  /// The sentence shown to people, with what to do.
  public var description: String {
    switch self {
    case .foreignState: "login: what came back belongs to another login; start again"
    case .notACode: "login: expected the address the browser was sent to, or the auth_code in it"
    case .refused(let message): "login refused by FYERS: \(message)"
    case .timedOut: "login: nobody came back in time; start again"
    case .redirectAddress:
      "login: expected a redirect address http://127.0.0.1:PORT/PATH, else paste the code"
    case .portTaken(let port): "login: port \(port) is taken; close what uses it, or paste the code"
    }
  }
}
