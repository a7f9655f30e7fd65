/// What the exchange asks of the sockets' side.
enum ServerAction: Equatable, Sendable {
  /// Cut the connections of these sockets.
  case cut([SocketKind])
  /// Keep them open, but neither read nor write any more.
  case freeze([SocketKind])
  /// Do not read for so many milliseconds.
  case pauseReading([SocketKind], milliseconds: Int64)
  /// Send a damaged frame.
  case garbage([UInt8])
}
