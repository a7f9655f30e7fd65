import NIOCore
import NIOHTTP1

/// Answers requests by a test's script.
final class LoopbackHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let script: (LoopbackServer.Request) -> LoopbackServer.Answer
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()

  init(script: @escaping (LoopbackServer.Request) -> LoopbackServer.Answer) {
    self.script = script
  }

  static func request(_ head: HTTPRequestHead, _ body: String) -> LoopbackServer.Request {
    let headers = head.headers.map { ($0.name.lowercased(), $0.value) }
    return LoopbackServer.Request(
      method: head.method.rawValue, uri: head.uri,
      headers: Dictionary(headers, uniquingKeysWith: { first, _ in first }), body: body)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body.clear()
    case .body(var piece): body.writeBuffer(&piece)
    case .end:
      guard let head else { return }
      answer(context, script(Self.request(head, String(buffer: body))))
    }
  }

  private func answer(_ context: ChannelHandlerContext, _ answer: LoopbackServer.Answer) {
    switch answer {
    case .reply(let status, let headers, let text):
      var fields = HTTPHeaders(headers.map { ($0.key, $0.value) })
      fields.add(name: "Content-Length", value: "\(text.utf8.count)")
      write(context, status, fields, text)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    case .cut:
      write(context, 200, ["Content-Length": "1000"], #"{"s":"ok","code":1101,"id":"77"}"#)
      context.flush()
      context.close(promise: nil)
    case .nothing: break
    case .drop: context.close(promise: nil)
    }
  }

  private func write(
    _ context: ChannelHandlerContext, _ status: Int, _ headers: HTTPHeaders, _ text: String
  ) {
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
  }
}
