import NIOCore
import NIOHTTP1

/// Reads the status of a handshake that was answered with something else than yes.
final class RefusalHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let outcome: EventLoopPromise<any Channel>

  init(outcome: EventLoopPromise<any Channel>) { self.outcome = outcome }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    outcome.fail(SocketFailure.handshakeRefused(status: Int(head.status.code)))
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    outcome.fail(SocketFailure.broken)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    outcome.fail(SocketFailure.broken)
    context.fireChannelInactive()
  }
}
