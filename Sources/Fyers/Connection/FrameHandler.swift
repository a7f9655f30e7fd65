import NIOCore
import NIOWebSocket

/// Turns frames into messages, answers pings, and tells once that the connection ended.
final class FrameHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let heard: (SocketPipeline.Heard) -> Void
  private var failure: SocketFailure = .closedByPeer
  private var hasEnded = false

  init(heard: @escaping (SocketPipeline.Heard) -> Void) { self.heard = heard }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    let payload = frame.unmaskedData
    switch frame.opcode {
    case .binary: heard(.message(.binary(Array(payload.readableBytesView))))
    case .text: heard(.message(.text(String(buffer: payload))))
    case .ping:
      let pong = WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: payload)
      context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
      heard(.control)
    case .connectionClose:
      let answer = WebSocketFrame(
        fin: true, opcode: .connectionClose, maskKey: .random(),
        data: payload.getSlice(at: payload.readerIndex, length: min(2, payload.readableBytes))
          ?? ByteBuffer())
      context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
      context.close(promise: nil)
    case .pong: heard(.control)
    default: break
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let code: WebSocketErrorCode? =
      switch error {
      case NIOWebSocketError.invalidFrameLength,
        NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge,
        NIOWebSocketFrameAggregator.Error.tooManyFragments:
        .messageTooLarge
      case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error: .protocolError
      default: nil
      }
    guard let code else {
      failure = .broken
      context.close(promise: nil)
      return
    }
    failure = .garbage
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    let frame = WebSocketFrame(
      fin: true, opcode: .connectionClose, maskKey: .random(), data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    if !hasEnded {
      hasEnded = true
      heard(.ended(failure))
    }
    context.fireChannelInactive()
  }
}
