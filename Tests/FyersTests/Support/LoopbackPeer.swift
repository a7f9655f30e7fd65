import Fyers
import NIOCore
import NIOWebSocket

/// The server's end of one WebSocket.
final class LoopbackPeer: Sendable {
  private let channel: any Channel

  init(channel: any Channel) { self.channel = channel }

  func send(_ message: SocketMessage) { send(Self.frame(of: message)) }

  /// Sends messages, a frame each, as one piece of data.
  func send(together messages: [SocketMessage]) {
    for message in messages { channel.write(Self.frame(of: message), promise: nil) }
    channel.flush()
  }

  private static func frame(of message: SocketMessage) -> WebSocketFrame {
    switch message {
    case .binary(let bytes):
      WebSocketFrame(fin: true, opcode: .binary, data: ByteBuffer(bytes: bytes))
    case .text(let text): WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text))
    }
  }

  func send(_ frame: WebSocketFrame) { channel.writeAndFlush(frame, promise: nil) }

  /// Reads nothing any more, as a stopped process would.
  func stopReading() async throws {
    try await channel.setOption(.autoRead, value: false).get()
  }

  func drop() { channel.close(promise: nil) }
}
