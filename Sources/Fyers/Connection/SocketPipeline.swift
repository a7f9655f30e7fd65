import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// Builds the channel of a WebSocket client: TCP, TLS with verification, handshake, frames.
enum SocketPipeline {
  /// What a channel tells.
  enum Heard {
    /// A whole message.
    case message(SocketMessage)
    /// A WebSocket ping or pong.
    case control
    /// What was read from the connection in one go has been told.
    case lull
    /// The connection ended.
    case ended(SocketFailure)
  }

  /// What the handshake came to.
  private enum Handshake: Sendable {
    case upgraded
    case refused
  }

  /// The most outputs that are held back until all that came together has been read: whoever takes them
  /// should begin before a long burst is at its end.
  static let gatheredMost = 64

  /// TLS 1.2 or newer, certificates and host name verified.
  static func tls() throws(SocketFailure) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.certificateVerification = .fullVerification
    configuration.minimumTLSVersion = .tlsv12
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw .untrusted
    }
  }

  /// Connects; both closures are called on the event loop, `connected` exactly once.
  ///
  /// The future is the TCP connection, so that it can be given up before its handshake is done.
  static func connect(
    to address: SocketEndpoint, authorization: Secret?, tls: NIOSSLContext?, limits: SocketLimits,
    on loop: any EventLoop,
    connected: @escaping @Sendable (Result<any Channel, SocketFailure>) -> Void,
    heard: @escaping @Sendable (Heard) -> Void
  ) -> EventLoopFuture<any Channel> {
    let outcome = loop.makePromise(of: (any Channel).self)
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(.seconds(10))
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .channelOption(
        .writeBufferWaterMark, value: .init(low: limits.outbound / 2, high: limits.outbound)
      )
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls {
            try channel.pipeline.syncOperations.addHandler(
              NIOSSLClientHandler(context: tls, serverHostname: address.host))
          }
          let head = requestHead(address, authorization)
          let handshake = try addHandshake(channel, head, limits, outcome, heard)
          // Before anything the server says is read, and after our messages can pass.
          handshake.whenSuccess { if $0 == .upgraded { outcome.succeed(channel) } }
          handshake.cascadeFailure(to: outcome)
        }
      }
    let connection = bootstrap.connect(host: address.host, port: address.port)
    connection.cascadeFailure(to: outcome)
    outcome.futureResult.whenComplete { result in
      connected(result.mapError { failure($0) })
    }
    return connection
  }

  private static func requestHead(
    _ address: SocketEndpoint, _ authorization: Secret?
  ) -> HTTPRequestHead {
    var headers = HTTPHeaders([("Host", address.hostHeader), ("User-Agent", "sauda")])
    if let authorization { headers.add(name: "authorization", value: authorization.reveal()) }
    return HTTPRequestHead(version: .http1_1, method: .GET, uri: address.path, headers: headers)
  }

  private static func addHandshake(
    _ channel: any Channel, _ head: HTTPRequestHead, _ limits: SocketLimits,
    _ outcome: EventLoopPromise<any Channel>, _ heard: @escaping @Sendable (Heard) -> Void
  ) throws -> EventLoopFuture<Handshake> {  // lint: allow throws, because NIO's are untyped
    let upgrader = NIOTypedWebSocketClientUpgrader<Handshake>(
      maxFrameSize: limits.frame, enableAutomaticErrorHandling: false
    ) { channel, _ in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandlers([
          NIOWebSocketFrameAggregator(
            minNonFinalFragmentSize: 1, maxAccumulatedFrameCount: limits.framesOfMessage,
            maxAccumulatedFrameSize: limits.message),
          FrameHandler(heard: heard),
        ])
        return .upgraded
      }
    }
    let upgrade = NIOTypedHTTPClientUpgradeConfiguration<Handshake>(
      upgradeRequestHead: head, upgraders: [upgrader]
    ) { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(RefusalHandler(outcome: outcome))
        return .refused
      }
    }
    var configuration = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade)
    // The server may say something in the same packet as its answer to the handshake.
    configuration.leftOverBytesStrategy = .forwardBytes
    return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
      configuration: configuration)
  }

  private static func failure(_ error: any Error) -> SocketFailure {
    switch error {
    case let failure as SocketFailure: failure
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .untrusted
    case is NIOConnectionError: .unreachable
    case ChannelError.connectTimeout: .unreachable
    default: .broken
    }
  }

  /// The frame of a message, not masked yet.
  static func frame(_ message: SocketMessage) -> WebSocketFrame {
    switch message {
    case .binary(let bytes):
      WebSocketFrame(fin: true, opcode: .binary, data: ByteBuffer(bytes: bytes))
    case .text(let text): WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text))
    }
  }

  /// A close frame with the code 1000.
  static var goodbye: WebSocketFrame {
    WebSocketFrame(
      fin: true, opcode: .connectionClose, maskKey: .random(),
      data: ByteBuffer(integer: UInt16(1_000)))
  }
}

/// The bounds of what a socket may send and what may wait to be sent.
public struct SocketLimits: Sendable, Equatable {
  /// The largest frame taken, in bytes.
  public var frame = 1 << 20
  /// The largest message put together from frames, in bytes.
  public var message = 4 << 20
  /// The most frames of one message.
  public var framesOfMessage = 256
  /// What may wait to be sent before the other side counts as one that does not read, in bytes.
  public var outbound = 1 << 20
  /// How long the other side may take to close after our goodbye, in nanoseconds.
  public var goodbyeNanoseconds: Int64 = 2_000_000_000

  /// The usual bounds.
  public init() {}
}

/// Turns frames into messages, answers pings, and tells once that the connection ended.
final class FrameHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let heard: (SocketPipeline.Heard) -> Void
  private var failure: SocketFailure = .closedByPeer
  private var hasEnded = false
  /// Whether the end of a read has been seen: what came in the packet of the handshake's answer may have
  /// none of its own.
  private var knowsLulls = false

  init(heard: @escaping (SocketPipeline.Heard) -> Void) { self.heard = heard }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    let payload = frame.unmaskedData
    switch frame.opcode {
    case .binary: tell(.binary(Array(payload.readableBytesView)))
    case .text: tell(.text(String(buffer: payload)))
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

  private func tell(_ message: SocketMessage) {
    heard(.message(message))
    if !knowsLulls { heard(.lull) }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    knowsLulls = true
    heard(.lull)
    context.fireChannelReadComplete()
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
