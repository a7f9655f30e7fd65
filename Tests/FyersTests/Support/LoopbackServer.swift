import Fyers
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import NIOWebSocket
import TestSupport

/// A broker on 127.0.0.1 that does as a test says: an HTTP server and WebSocket peers.
final class LoopbackServer: Sendable {
  /// A request that arrived.
  struct Request: Sendable {
    let method: String
    let uri: String
    let headers: [String: String]
    let body: String
  }

  /// What is answered.
  enum Answer: Sendable {
    case reply(Int, [String: String] = [:], String = "")
    /// The connection is closed in the middle of the body.
    case cut
    /// Nothing, ever.
    case nothing
    /// The connection is closed without a byte.
    case drop
  }

  typealias Script = @Sendable (Request) -> Answer
  /// Decides about a handshake: nil accepts, else the answer.
  typealias Door = @Sendable (Request) -> Answer?

  let requests = EventLog<Request>()
  let peers = EventLog<LoopbackPeer>()
  let received = EventLog<SocketMessage>()
  private let channel: any Channel
  let port: Int

  private init(channel: any Channel, box: ServerBox) {
    self.channel = channel
    port = channel.localAddress?.port ?? 0
    box.value.withLock { $0 = self }
  }

  var url: String { "http://127.0.0.1:\(port)" }

  static func start(
    script: @escaping Script = { _ in .reply(404) }, door: @escaping Door = { _ in nil },
    onMessage: @escaping @Sendable (LoopbackPeer, SocketMessage) -> Void = { _, _ in }
  ) async throws -> LoopbackServer {
    let box = ServerBox()
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, head in
              let request = LoopbackHandler.request(head, "")
              box.server?.requests.append(request)
              let headers: HTTPHeaders? = door(request) == nil ? [:] : nil
              return channel.eventLoop.makeSucceededFuture(headers)
            },
            upgradePipelineHandler: { channel, _ in
              channel.eventLoop.makeCompletedFuture {
                let peer = LoopbackPeer(channel: channel)
                try channel.pipeline.syncOperations.addHandler(
                  LoopbackPeerHandler { message in
                    box.server?.received.append(message)
                    onMessage(peer, message)
                  })
                box.server?.peers.append(peer)
              }
            })
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withPipeliningAssistance: false,
            withServerUpgrade: (
              [upgrader], { $0.pipeline.removeHandler(name: "script", promise: nil) }
            ), withErrorHandling: true)
          try channel.pipeline.syncOperations.addHandler(
            LoopbackHandler { request in
              // A refused handshake was noted at the door.
              if request.headers["upgrade"] == nil { box.server?.requests.append(request) }
              return door(request) ?? script(request)
            }, name: "script")
        }
      }
    let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
    return LoopbackServer(channel: channel, box: box)
  }

  func stop() async throws { try await channel.close().get() }
}
