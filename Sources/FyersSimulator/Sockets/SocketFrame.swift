import NIOCore

/// A message to a socket's client.
enum SocketFrame {
  case binary(ByteBuffer)
  case text(ByteBuffer)

  /// A text message.
  static func text(_ bytes: [UInt8]) -> SocketFrame { .text(ByteBuffer(bytes: bytes)) }
}
