import NIOCore
import NIOPosix
import NIOSSL
import TestSupport

/// A TLS server for `localhost` whose certificate nobody signed; it counts the bytes it is told.
final class SelfSignedServer: Sendable {
  private let channel: any Channel
  let heard: EventLog<Int>
  var port: Int { channel.localAddress?.port ?? 0 }

  private init(channel: any Channel, heard: EventLog<Int>) {
    self.channel = channel
    self.heard = heard
  }

  static func start() async throws -> SelfSignedServer {
    let heard = EventLog<Int>()
    let context = try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: [
          .certificate(NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem))
        ],
        privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))))
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([
            NIOSSLServerHandler(context: context), ByteCounter(heard: heard),
          ])
        }
      }
    let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
    return SelfSignedServer(channel: channel, heard: heard)
  }

  func stop() async throws { try await channel.close().get() }

  /// Made for this test; it protects nothing.
  private static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/v06YTK1tOI1W9Dv
    HlwhdHs2ebApgO2RkC0ztXhvtdChRANCAAQ5H686HqKj1EDEDROzBaUorUNLeS84
    SpypPOF/vu1XniYjxmCzVxxl03x7lJhtYZpDMdCejuUCPZgvBU02PgAZ
    -----END PRIVATE KEY-----
    """

  private static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBlTCCATugAwIBAgIUDVYFk6LpTB1MvydPc0uBmJ2e+PMwCgYIKoZIzj0EAwIw
    FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzEzNTE1N1oYDzIxMjYxMDMw
    MTM1MTU3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAAQ5H686HqKj1EDEDROzBaUorUNLeS84SpypPOF/vu1XniYjxmCzVxxl
    03x7lJhtYZpDMdCejuUCPZgvBU02PgAZo2kwZzAdBgNVHQ4EFgQUaQkgjMPYe04K
    9lGgI68NAOrLeDYwHwYDVR0jBBgwFoAUaQkgjMPYe04K9lGgI68NAOrLeDYwDwYD
    VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
    SAAwRQIhAKYHRpm2KDaKOICcU+EGRCbgmS0nNwfd1y7wtsCQeiadAiBE4Q8rBcG3
    zkCWbBuft/Mj7a2RlPf8GC6VdTm6M0B2+Q==
    -----END CERTIFICATE-----
    """
}

/// Notes how much plain text arrived.
final class ByteCounter: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let heard: EventLog<Int>

  init(heard: EventLog<Int>) { self.heard = heard }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    heard.append(unwrapInboundIn(data).readableBytes)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
