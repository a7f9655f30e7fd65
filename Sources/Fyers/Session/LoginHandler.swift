import NIOCore
import NIOHTTP1

/// Answers one browser request to the login listener.
final class LoginHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let login: LoginRequest
  private let path: String
  private let promise: EventLoopPromise<Secret>

  init(login: LoginRequest, path: String, promise: EventLoopPromise<Secret>) {
    self.login = login
    self.path = path
    self.promise = promise
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard head.method == .GET, parts.count == 2, parts[0] == path else {
      answer(context, .notFound, "Nothing is here.")
      return
    }
    do throws(LoginError) {
      let code = try login.code(fromQuery: parts[1])
      answer(context, .ok, "Signed in. You can close this page.")
      promise.succeed(code)
    } catch {
      guard error != .foreignState else {
        answer(context, .badRequest, "This belongs to another login.")
        return
      }
      answer(context, .ok, "The login was refused. See the terminal.")
      promise.fail(error)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  /// A page of our own words only; nothing of the request is repeated.
  private func answer(
    _ context: ChannelHandlerContext, _ status: HTTPResponseStatus, _ sentence: String
  ) {
    let page = "<!doctype html><meta charset=utf-8><title>Sauda</title><p>\(sentence)</p>\n"
    let headers: HTTPHeaders = [
      "Content-Type": "text/html; charset=utf-8", "Content-Length": "\(page.utf8.count)",
      "Connection": "close", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
      "Content-Security-Policy": "default-src 'none'",
    ]
    context.write(
      wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))),
      promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: page)))), promise: nil)
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      channel.close(promise: nil)
    }
  }
}
