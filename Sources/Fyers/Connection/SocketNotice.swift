/// What the owner of a connection is told.
public enum SocketNotice: Sendable, Equatable {
  /// It is up and subscribed.
  case up
  /// It ended; the next attempt comes after the wait.
  case down(SocketFailure, retryNanoseconds: Int64)
  /// So many attempts failed in a row; trying goes on.
  case failing(attempts: Int)
  /// The handshake was refused as if the token were bad: check it with a call.
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
}
