import Fyers
import NIOCore
import NIOWebSocket

/// Reads the client's messages at the server's end.
final class LoopbackPeerHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let heard: (SocketMessage) -> Void

  init(heard: @escaping (SocketMessage) -> Void) { self.heard = heard }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .binary: heard(.binary(Array(frame.unmaskedData.readableBytesView)))
    case .text: heard(.text(String(buffer: frame.unmaskedData)))
    case .ping: heard(.text("<ping>"))
    case .connectionClose:
      heard(.text("<close>"))
      context.close(promise: nil)
    default: break
    }
  }
}
