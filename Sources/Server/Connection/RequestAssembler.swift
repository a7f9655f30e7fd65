import HTTPTypes
import NIOCore
import NIOHTTP1

/// Gathers each request of a connection and passes on whole ones only.
///
/// What breaks the protocol or a limit is answered here and ends the connection; no part of it gets
/// any further, so a request that was cut off can never be mistaken for a shorter one.
final class RequestAssembler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// Time a refused client has to read its answer before the connection is cut.
  private static let lingerTime = TimeAmount.seconds(1)

  private let options: ServerOptions
  private var place: ConnectionPlace
  private let counters: ServerCounters

  private var context: ChannelHandlerContext?
  private var headBytes = 0
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()
  private var deadline: Scheduled<Void>?
  /// When a client that does not read its answers is given up.
  private var readerDeadline: Scheduled<Void>?
  /// Requests passed on whose answer is not written yet.
  private var unanswered = 0
  /// Whether no further request is taken.
  private var isDone = false
  /// What is to be answered once every earlier request has its answer.
  private var refusal: ApiFailure?
  /// Whether the connection's last answer is written.
  private var isEnded = false

  /// An assembler of one connection.
  ///
  /// - Parameters:
  ///   - options: The limits.
  ///   - place: The connection's place among all.
  ///   - counters: Counts the refusals.
  init(options: ServerOptions, place: ConnectionPlace, counters: ServerCounters) {
    self.options = options
    self.place = place
    self.counters = counters
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    readerDeadline?.cancel()
    place.life?.cancel()
    self.context = nil
  }

  func channelActive(context: ChannelHandlerContext) {
    context.fireChannelActive()
    place.life = context.eventLoop.assumeIsolated().scheduleTask(
      in: TimeAmount(options.times.stranger)
    ) {
      self.endStranger()
    }
  }

  /// A stranger whose place another has taken goes at once.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event is ConnectionPool.Eviction else {
      return context.fireUserInboundEventTriggered(event)
    }
    guard !place.isKnown else { return }
    // Whoever has not said anything is not told anything.
    if headBytes > 0 || head != nil { refuse(.tooMany("Too many connections without a token")) }
    context.close(promise: nil)
  }

  /// Ends the connection of whoever has not shown the token in time.
  private func endStranger() {
    guard !place.isKnown, !isEnded, let context else { return }
    if deadline != nil { return refuse(.tooSlow) }
    isDone = true
    // Nothing that is answered without a token takes any time: what is still to be written is not read.
    if unanswered == 0 { end() } else { context.close(promise: nil) }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    readerDeadline?.cancel()
    readerDeadline = nil
    if !context.channel.isWritable {
      readerDeadline = context.eventLoop.assumeIsolated().scheduleTask(
        in: TimeAmount(options.times.idle)
      ) {
        context.close(promise: nil)
      }
    }
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    readerDeadline?.cancel()
    place.life?.cancel()
    context.fireChannelInactive()
  }

  /// Counts bytes that came in; false when nothing more is read.
  func admits(bytes: Int) -> Bool {
    guard !isDone, let context else { return false }
    if deadline == nil {
      deadline = context.eventLoop.assumeIsolated().scheduleTask(
        in: TimeAmount(options.times.request)
      ) {
        self.refuse(.tooSlow)
      }
    }
    if head == nil {
      headBytes += bytes
      if headBytes > options.maximumHead + (4 << 10) {
        refuse(.headTooLarge(limit: options.maximumHead))
        return false
      }
    }
    return true
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isDone else { return }
    switch unwrapInboundIn(data) {
    case .head(let head): take(head, context: context)
    case .body(var part):
      if body.readableBytes + part.readableBytes > options.maximumBody {
        refuse(.bodyTooLarge(limit: options.maximumBody))
      } else {
        body.writeBuffer(&part)
      }
    case .end: pass(context: context)
    }
  }

  private func take(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
    let size = head.headers.reduce(head.uri.utf8.count + 16) {
      $0 + $1.name.utf8.count + $1.value.utf8.count + 4
    }
    guard size <= options.maximumHead else {
      return refuse(.headTooLarge(limit: options.maximumHead))
    }
    guard head.uri.utf8.first == UInt8(ascii: "/") else {
      return refuse(.malformed("Expected a path that begins with '/'"))
    }
    guard head.headers["host"].count == 1 else {
      return refuse(.malformed("Expected one Host header"))
    }
    if let length = head.headers.first(name: "content-length") {
      guard let length = Int(length), length <= options.maximumBody else {
        return refuse(.bodyTooLarge(limit: options.maximumBody))
      }
    }
    if !place.isKnown, options.token.isShown(by: head.headers["authorization"]) {
      guard place.admit() else { return refuse(.tooMany("Too many connections at a time")) }
    }
    self.head = head
    if unanswered == 0,
      head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" })
    {
      let answer = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(answer)), promise: nil)
    }
  }

  private func pass(context: ChannelHandlerContext) {
    guard let head else { return }
    deadline?.cancel()
    deadline = nil
    let body = body
    self.head = nil
    self.body = ByteBuffer()
    headBytes = 0
    unanswered += 1
    isDone = !head.isKeepAlive
    context.fireChannelRead(wrapInboundOut(.head(head)))
    if body.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(.body(body))) }
    context.fireChannelRead(wrapInboundOut(.end(nil)))
    // Whoever waits for whole reads has got one.
    context.fireChannelReadComplete()
  }

  func write(
    context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?
  ) {
    guard !isEnded else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(var head):
      if isDone, refusal == nil, unanswered == 1 {
        head.headers.replaceOrAdd(name: "connection", value: "close")
      }
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .body:
      context.write(data, promise: promise)
    case .end:
      context.writeAndFlush(data, promise: promise)
      unanswered -= 1
      if unanswered == 0, isDone { end() }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let fault = error as? HTTPParserError else {
      context.close(promise: nil)
      return
    }
    if fault == .headerOverflow {
      refuse(.headTooLarge(limit: options.maximumHead))
    } else {
      refuse(.malformed("Expected an HTTP/1.1 request"))
    }
  }

  /// Takes no further request, and answers this once all earlier ones are answered.
  private func refuse(_ failure: ApiFailure) {
    guard refusal == nil, !isEnded else { return }
    deadline?.cancel()
    isDone = true
    head = nil
    body = ByteBuffer()
    refusal = failure
    if unanswered == 0 { end() }
  }

  /// Writes the refusal, if there is one, and ends the connection once the client has it.
  private func end() {
    guard !isEnded, let context else { return }
    isEnded = true
    if let refusal {
      counters.count(status: refusal.status.code)
      let answer = ApiResponse.failure(refusal)
      var headers = HTTPHeaders(answer.allHeaders.map { ($0.name.rawName, $0.value) })
      headers.add(name: "connection", value: "close")
      let status = HTTPResponseStatus(statusCode: refusal.status.code)
      let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(
        wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
    // Closing at once would reset the connection under an answer not read yet.
    context.close(mode: .output, promise: nil)
    context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingerTime) {
      context.close(promise: nil)
    }
  }
}

/// A connection's place among all of a server.
struct ConnectionPlace {
  private let number: Int
  private let pool: ConnectionPool
  /// Whether the token was shown on it.
  private(set) var isKnown = false
  /// When it ends unless the token is shown.
  var life: Scheduled<Void>?

  /// The place of a stranger.
  init(number: Int, of pool: ConnectionPool) {
    self.number = number
    self.pool = pool
  }

  /// Notes that the token was shown; false when too many have.
  mutating func admit() -> Bool {
    isKnown = pool.admit(number)
    if isKnown { life?.cancel() }
    return isKnown
  }
}

/// Tells the assembler how many bytes come in before anybody reads them.
///
/// Large reads are passed on in pieces, so that a head without an end is refused soon after its
/// limit and never gathered whole.
final class WireMeter: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private static let piece = 2 << 10
  private let assembler: RequestAssembler

  /// A meter in front of the assembler of the same connection.
  init(assembler: RequestAssembler) { self.assembler = assembler }

  /// Passes bytes on for as long as the assembler takes them.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var buffer = unwrapInboundIn(data)
    while let slice = buffer.readSlice(length: min(Self.piece, buffer.readableBytes)),
      slice.readableBytes > 0
    {
      guard assembler.admits(bytes: slice.readableBytes) else { return }
      context.fireChannelRead(wrapInboundOut(slice))
    }
  }
}
