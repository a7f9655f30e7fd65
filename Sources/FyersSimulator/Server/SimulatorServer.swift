import Market
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// The listening server: one event loop for HTTP, sockets and the play.
final class SimulatorServer {
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let core: NIOLoopBound<SimulatorCore>

  /// The port it listens on.
  var port: Int { channel.localAddress?.port ?? 0 }

  /// Bytes of one WebSocket message, at most.
  private static let messageMax = 1 << 20

  /// Binds and begins to play.
  ///
  /// - Parameters:
  ///   - exchange: The exchange, which belongs to the server from here on.
  ///   - machineTime: The wall clock that tokens, call limits and replies go by.
  /// - Throws: Why the address cannot be listened on.
  init(
    _ exchange: sending SimulatedExchange,
    machineTime: @escaping @Sendable () -> EventTime = { SystemTime.wall }
  ) throws(SimulatorError) {
    guard LoopbackAddress.accepts(exchange.options.host) else {
      throw .usage(
        "--host: expected a loopback address such as 127.0.0.1, found \(exchange.options.host)")
    }
    let options = exchange.options
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let box = ExchangeBox(exchange)
    do {
      core = try loop.submit {
        NIOLoopBound(
          SimulatorCore(exchange: box.exchange, loop: loop, machineTime: machineTime),
          eventLoop: loop)
      }.wait()
      channel = try Self.bootstrap(group, core)
        .bind(host: options.host, port: options.port).wait()
      let core = core
      try loop.submit { core.value.start() }.wait()
    } catch {
      let reason = "cannot listen on \(options.host):\(options.port): \(error)"
      group.shutdownGracefully { _ in }
      throw .inputOutput(reason)
    }
    self.group = group
  }

  private static func bootstrap(
    _ group: MultiThreadedEventLoopGroup, _ core: NIOLoopBound<SimulatorCore>
  ) -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelOption(
        .writeBufferWaterMark, value: .init(low: 64 << 10, high: 1 << 20)
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try configure(channel, core.value) }
      }
  }

  private static func configure(_ channel: any Channel, _ core: SimulatorCore) throws(any Error) {
    guard core.admitChannel() else { throw SimulatorError.inputOutput("too many connections") }
    let bound = NIOLoopBound(core, eventLoop: channel.eventLoop)
    channel.closeFuture.whenComplete { _ in bound.value.releaseChannel() }
    let upgrader = NIOWebSocketServerUpgrader(
      maxFrameSize: messageMax, automaticErrorHandling: true,
      shouldUpgrade: { channel, head in
        let isWanted = kind(head).map { kind in
          bound.value.refusal(kind, authorization: head.headers.first(name: "Authorization")) == nil
        }
        return channel.eventLoop.makeSucceededFuture(isWanted == true ? HTTPHeaders() : nil)
      },
      upgradePipelineHandler: { channel, head in
        channel.eventLoop.makeCompletedFuture { try open(channel, head, bound.value) }
      })
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
      withPipeliningAssistance: true,
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in
          context.pipeline.syncOperations.removeHandler(name: "http").whenComplete { _ in }
        }
      ), withErrorHandling: true)
    try channel.pipeline.syncOperations.addHandler(HttpHandler(core: core), name: "http")
  }

  private static func kind(_ head: HTTPRequestHead) -> SocketKind? {
    guard LoopbackAddress.accepts(header: head.headers.first(name: "Host") ?? "") else {
      return nil
    }
    return RestCall(method: "GET", target: head.uri).flatMap { SocketKind(path: $0.path) }
  }

  private static func open(
    _ channel: any Channel, _ head: HTTPRequestHead, _ core: SimulatorCore
  ) throws(any Error) {
    guard let kind = kind(head) else { throw SimulatorError.inputOutput("no such socket") }
    let connection = core.connect(
      kind, hasAuthorization: head.headers.contains(name: "Authorization"), channel: channel)
    try channel.pipeline.syncOperations.addHandlers([
      NIOWebSocketFrameAggregator(
        minNonFinalFragmentSize: 1, maxAccumulatedFrameCount: 1_024,
        maxAccumulatedFrameSize: messageMax),
      SocketHandler(core: core, connection: connection),
    ])
  }

  /// Closes everything; returns when it is closed.
  func stop() throws(SimulatorError) {
    let core = core
    do {
      try channel.close().wait()
      try group.next().submit { core.value.stop() }.wait()
      try group.syncShutdownGracefully()
    } catch {
      throw .inputOutput("cannot stop: \(error)")
    }
  }
}

/// Carries the exchange from the thread that built it to the event loop, once.
final class ExchangeBox: @unchecked Sendable {
  // The one who builds the box gives the exchange away (`sending`), so no two threads ever see it.
  let exchange: SimulatedExchange

  /// A box around an exchange that nobody else holds.
  init(_ exchange: sending SimulatedExchange) { self.exchange = exchange }
}

/// Which names mean this machine and no other.
enum LoopbackAddress {
  /// Whether a host name is loopback: `localhost`, `127.x.y.z` or `::1`.
  static func accepts(_ host: some StringProtocol) -> Bool {
    if host == "localhost" || host == "::1" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Whether a `Host` header names this machine, with or without a port.
  static func accepts(header: String) -> Bool {
    if header.hasPrefix("["), let end = header.firstIndex(of: "]") {
      return accepts(header[...end])
    }
    return accepts(header.prefix { $0 != ":" })
  }
}
