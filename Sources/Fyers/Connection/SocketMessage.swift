/// A whole WebSocket message, either way.
public enum SocketMessage: Sendable, Equatable {
  /// A binary message.
  case binary([UInt8])
  /// A text message.
  case text(String)
}
