import Market

/// One client of a socket, without the socket: messages in, messages out.
///
/// Not thread-safe: peers belong to the server's event loop.
protocol SocketPeer: AnyObject {
  /// Which socket it is on.
  var kind: SocketKind { get }
  /// Bytes that wait to be sent.
  var waitingBytes: Int { get }
  /// Whether more waits than is good for one client.
  var isOverflowing: Bool { get }
  /// Takes a message of the client.
  func receive(_ bytes: [UInt8], isText: Bool, at wall: EventTime)
  /// Takes what is to be sent.
  func takeFrames() -> [SocketFrame]
}
