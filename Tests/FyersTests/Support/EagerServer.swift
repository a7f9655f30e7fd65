import Crypto
import Foundation
import NIOCore
import NIOPosix

/// A WebSocket server that says something in the very packet that answers the handshake.
final class EagerServer: Sendable {
  private let channel: any Channel
  var port: Int { channel.localAddress?.port ?? 0 }

  private init(channel: any Channel) { self.channel = channel }

  static func start(text: String) async throws -> EagerServer {
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(EagerHandler(text: text))
        }
      }
    return EagerServer(channel: try await bootstrap.bind(host: "127.0.0.1", port: 0).get())
  }

  func stop() async throws { try await channel.close().get() }
}

/// Answers the first bytes of a client whole, frame included.
final class EagerHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let text: String
  private var request = ""
  private var isDone = false

  init(text: String) { self.text = text }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isDone else { return }
    request += String(buffer: unwrapInboundIn(data))
    guard request.contains("\r\n\r\n") else { return }
    isDone = true
    let key = request.split(separator: "\r\n")
      .first { $0.lowercased().hasPrefix("sec-websocket-key:") }?
      .split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    // RFC 6455, section 4.2.2.
    let proof = Insecure.SHA1.hash(
      data: Data("\(key ?? "")258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))
    var answer = ByteBuffer(
      string: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: \(Data(proof).base64EncodedString())\r\n\r\n")
    answer.writeBytes([0x81, UInt8(text.utf8.count)])
    answer.writeString(text)
    context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
  }
}
