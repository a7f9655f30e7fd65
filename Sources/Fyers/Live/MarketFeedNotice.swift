/// What the owner of a live feed is told.
public enum MarketFeedNotice: Sendable, Equatable, CustomStringConvertible {
  /// The connection changed.
  case connection(SocketNotice)
  /// What the symbols are called on the socket could not be asked; the next attempt comes after the
  /// wait.
  case lookupFailed(FyersError, retryNanoseconds: Int64)
  /// These symbols are unknown to the broker, or not carried by the socket; the others go on.
  case unknownSymbols([String])
  /// The server reports an error.
  case server(String)
  /// A message could not be read, in part or as a whole.
  case fault(String)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .connection(let notice): "feed: \(notice.description)"
    case .lookupFailed(let error, let wait):
      "feed: cannot look the symbols up (\(error)); again in \(SocketNotice.seconds(wait)) s"
    case .unknownSymbols(let symbols):
      "feed: unknown symbols: \(symbols.map(Redactor.cleaned).joined(separator: ", "))"
    case .server(let text): "feed: \(text)"
    case .fault(let text): "feed: \(text)"
    }
  }
}
