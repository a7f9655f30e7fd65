/// What a message means for the connection it came on.
public enum Arrival: Sendable, Equatable {
  /// An acknowledgement, a pong, anything that is no market data.
  case control
  /// The server took the sign-in.
  case ready
  /// Market data.
  case data
  /// It could not be read.
  case malformed
  /// The server refused the sign-in, but not in words that only a bad token can bring about: a call
  /// has to find out.
  case doubtful(code: Int64)
  /// The server refused the token.
  case refused(code: Int64)
}
