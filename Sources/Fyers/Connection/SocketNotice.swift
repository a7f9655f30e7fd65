/// What the owner of a connection is told.
public enum SocketNotice: Sendable, Equatable, CustomStringConvertible {
  /// It is up and subscribed.
  case up
  /// It ended; the next attempt comes after the wait.
  case down(SocketFailure, retryNanoseconds: Int64)
  /// So many attempts failed in a row; trying goes on.
  case failing(attempts: Int)
  /// The handshake or the sign-in was refused, perhaps because of the token: check it with a call.
  case tokenDoubtful(status: Int)
  /// The newest market data is too old: no entries.
  case stale
  /// Market data comes again.
  case fresh
  /// A message could not be read.
  case malformed
  /// It waits for a new token.
  case waitingForToken
  /// It was closed for good.
  case closed

  /// The words shown to people.
  public var description: String {
    switch self {
    case .up: "up"
    case .down(let failure, let wait): "down: \(failure); again in \(Self.seconds(wait)) s"
    case .failing(let attempts): "\(attempts) attempts failed in a row; trying goes on"
    case .tokenDoubtful(let status):
      "the sign-in was refused (\(status)): the token is being checked"
    case .stale: "no data while markets are open: no entries"
    case .fresh: "data comes again"
    case .malformed: "a message could not be read"
    case .waitingForToken: "waiting for a token: run `sauda login`"
    case .closed: "closed"
    }
  }

  /// Nanoseconds as seconds with one decimal.
  static func seconds(_ nanoseconds: Int64) -> String {
    let tenths = nanoseconds / 100_000_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
