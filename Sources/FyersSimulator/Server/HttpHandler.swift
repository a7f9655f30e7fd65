import Market
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Reads HTTP requests of bounded size and writes the replies.
final class HttpHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let core: SimulatorCore
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var isTooLarge = false

  /// Bytes of a body, at most.
  private static let bodyMax = 1 << 20
  /// Seconds a withheld reply keeps its connection open.
  private static let withheldSeconds: Int64 = 30

  /// A handler of one connection.
  init(core: SimulatorCore) { self.core = core }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
      isTooLarge = false
    case .body(let buffer):
      guard body.count + buffer.readableBytes <= Self.bodyMax else {
        isTooLarge = true
        body = []
        return
      }
      body.append(contentsOf: buffer.readableBytesView)
    case .end:
      guard let head else { return }
      self.head = nil
      respond(to: head, context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A handshake that is not granted goes on as an ordinary request, which is then refused.
    if error is NIOWebSocketUpgradeError { return }
    context.close(promise: nil)
  }

  private func respond(to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let reply = isTooLarge ? Self.failure(413, "body: at most \(Self.bodyMax) bytes") : answer(head)
    if reply.isWithheld {
      let channel = context.channel
      context.eventLoop.scheduleTask(in: .seconds(Self.withheldSeconds)) {
        channel.close(promise: nil)
      }
      return
    }
    var headers = HTTPHeaders()
    headers.add(name: "Date", value: IndianClockText.httpDate(core.wall))
    headers.add(name: "Content-Type", value: reply.contentType)
    headers.add(name: "Content-Length", value: String(reply.body.count))
    for header in reply.headers { headers.add(name: header.name, value: header.value) }
    let keepsAlive = head.isKeepAlive && !isTooLarge
    headers.add(name: "Connection", value: keepsAlive ? "keep-alive" : "close")
    let response = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status), headers: headers)
    context.write(wrapOutboundOut(.head(response)), promise: nil)
    if !reply.body.isEmpty, head.method != .HEAD {
      context.write(
        wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: reply.body)))), promise: nil)
    }
    let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    guard !keepsAlive else { return }
    let channel = context.channel
    end.whenComplete { _ in channel.close(promise: nil) }
  }

  private func answer(_ head: HTTPRequestHead) -> RestReply {
    let host = head.headers.first(name: "Host") ?? ""
    // A page of another site may not reach in through the browser of this machine.
    let origin = head.headers.first(name: "Origin").map { $0.drop { $0 != "/" }.drop { $0 == "/" } }
    guard LoopbackAddress.accepts(header: host),
      origin.map({ LoopbackAddress.accepts(header: String($0)) }) ?? true
    else {
      return Self.failure(403, "the simulator answers this machine only")
    }
    guard var call = RestCall(method: head.method.rawValue, target: head.uri) else {
      return Self.failure(400, "the address cannot be read")
    }
    if let kind = SocketKind(path: call.path) {
      // A handshake that was refused, or no handshake at all.
      let status = core.refusal(kind, authorization: head.headers.first(name: "Authorization"))
      return Self.failure(status ?? 400, "expected a WebSocket handshake with a valid token")
    }
    if head.headers.contains(name: "Upgrade") {
      return Self.failure(404, "there is no such socket")
    }
    call.authorization = head.headers.first(name: "Authorization") ?? ""
    call.accept = head.headers.first(name: "Accept") ?? ""
    call.host = host
    call.body = body
    return core.answer(call)
  }

  private static func failure(_ status: Int, _ message: String) -> RestReply {
    .refusal(Refusal(code: -50, message: message, status: status))
  }
}
