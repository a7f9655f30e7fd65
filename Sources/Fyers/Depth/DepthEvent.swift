/// What a frame of the tick-by-tick socket means.
public enum DepthEvent: Equatable, Sendable {
  /// A symbol's book changed.
  case book(symbol: String, DepthBook)
  /// The server reports an error.
  case serverError(String)
  /// The bytes are no message; the text says why.
  case fault(String)
}
