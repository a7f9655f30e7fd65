import NIOCore
import NIOWebSocket

/// Hands a WebSocket's messages to its client, and answers pings and closes.
final class SocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let core: SimulatorCore
  private let connection: SocketConnection

  /// A handler of an open socket.
  init(core: SimulatorCore, connection: SocketConnection) {
    self.core = core
    self.connection = connection
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !connection.isFrozen else { return }
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .binary, .text:
      connection.peer.receive(
        Array(frame.unmaskedData.readableBytesView), isText: frame.opcode == .text,
        at: SystemTime.wall)
      core.flush()
    case .ping:
      let pong = WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)
      context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
    case .connectionClose:
      let answer = WebSocketFrame(
        fin: true, opcode: .connectionClose, data: ByteBuffer(bytes: [0x03, 0xE8]))
      let channel = context.channel
      context.writeAndFlush(wrapOutboundOut(answer)).whenComplete { _ in
        channel.close(promise: nil)
      }
    default: break
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { connection.drain(at: SystemTime.monotonic) }
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    core.disconnect(connection)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
