/// What a client says on the JSON quote socket.
public enum QuoteSocketRequest: Hashable, Sendable {
  /// Presents the user and the token; the first text of a connection.
  case open(user: String, token: String)
  /// Asks for the quotes of a symbol.
  case subscribe(symbol: String)

  /// The text to send.
  public var text: String {
    switch self {
    case .open(let user, let token):
      WireJSON.object([
        .init("T", .string("OP")), .init("uid", .string(user)), .init("token", .string(token)),
      ]).text
    case .subscribe(let symbol):
      WireJSON.object([.init("T", .string("SUB")), .init("K", .string(symbol))]).text
    }
  }
}
