/// The sockets the simulator offers, by path.
enum SocketKind: String, Sendable, CaseIterable {
  /// The binary data socket.
  case data
  /// The order socket.
  case order
  /// The depth socket.
  case depth
  /// The JSON quote socket of the guide.
  case quote

  /// The kind of a path; nil when there is no socket.
  init?(path: String) {
    switch path {
    case "/hsm/v1-5/prod": self = .data
    case "/trade/v3": self = .order
    case "/versova": self = .depth
    case "/quotes": self = .quote
    default: return nil
    }
  }
}
