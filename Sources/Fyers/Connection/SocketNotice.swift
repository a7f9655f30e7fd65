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

/// Why a connection ended or did not come about.
public enum SocketFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// No connection.
  case unreachable
  /// The certificate or the encryption was not accepted.
  case untrusted
  /// The handshake was answered with this HTTP status.
  case handshakeRefused(status: Int)
  /// The handshake or the sign-in was not answered in time.
  case mute
  /// The sign-in was refused with this code, for whatever reason.
  case signInRefused(code: Int64)
  /// The other side closed.
  case closedByPeer
  /// The connection broke.
  case broken
  /// Nothing came, not even the answer to a ping.
  case halfOpen
  /// No market data came while markets were active.
  case noData
  /// Too many messages in a row could not be read, or one broke the protocol or its limits.
  case garbage
  /// The other side does not read what is sent.
  case congested

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .unreachable: "cannot connect"
    case .untrusted: "TLS failed: the certificate or the encryption is not trusted"
    case .handshakeRefused(let status): "handshake refused with HTTP \(status)"
    case .mute: "connected, but the server does not answer"
    case .signInRefused(let code): "the sign-in was refused (\(code))"
    case .closedByPeer: "closed by the server"
    case .broken: "connection broken"
    case .halfOpen: "no answer to a ping"
    case .noData: "no market data while markets are open"
    case .garbage: "unreadable messages"
    case .congested: "the server does not read"
    }
  }
}
