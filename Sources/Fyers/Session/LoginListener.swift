import NIOCore
import NIOHTTP1
import NIOPosix

/// Waits on 127.0.0.1 for the browser that comes back from the broker's login page.
///
/// It takes one code with the right state, once, and then closes; requests with another state are
/// answered with 400 and change nothing.
public final class LoginListener: Sendable {
  private let server: any Channel
  private let result: EventLoopFuture<Secret>
  /// The port listened on.
  public let port: Int

  private init(server: any Channel, result: EventLoopFuture<Secret>, port: Int) {
    self.server = server
    self.result = result
    self.port = port
  }

  /// Begins to listen on the port of the login's redirect address.
  ///
  /// - Parameters:
  ///   - login: The login.
  ///   - timeoutNanoseconds: How long to wait; five minutes.
  /// - Returns: The listener.
  /// - Throws: ``LoginError``.
  public static func start(
    for login: LoginRequest, timeoutNanoseconds: Int64 = 300_000_000_000
  ) async throws(LoginError) -> LoginListener {
    guard let address = SocketEndpoint(loopback: login.redirectURI, scheme: "http"),
      !address.path.contains("?")
    else { throw .redirectAddress }
    return try await start(
      for: login, host: address.host, port: address.port, path: address.path,
      timeoutNanoseconds: timeoutNanoseconds)
  }

  static func start(
    for login: LoginRequest, host: String, port: Int, path: String, timeoutNanoseconds: Int64
  ) async throws(LoginError) -> LoginListener {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let promise = loop.makePromise(of: Secret.self)
    let bootstrap = ServerBootstrap(group: loop)
      .serverChannelOption(.backlog, value: 8)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        // A browser sends its request at once; anything that lingers is not one.
        channel.eventLoop.scheduleTask(in: .seconds(10)) { channel.close(promise: nil) }
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: true)
          try channel.pipeline.syncOperations.addHandler(
            LoginHandler(login: login, path: path, promise: promise))
        }
      }
    let server: any Channel
    do {
      server = try await bootstrap.bind(host: host, port: port).get()
    } catch {
      promise.fail(LoginError.portTaken(port))
      throw .portTaken(port)
    }
    let timer = loop.scheduleTask(in: .nanoseconds(timeoutNanoseconds)) {
      promise.fail(LoginError.timedOut)
    }
    promise.futureResult.whenComplete { _ in
      timer.cancel()
      server.close(promise: nil)
    }
    return LoginListener(
      server: server, result: promise.futureResult, port: server.localAddress?.port ?? port)
  }

  /// Waits for the code.
  ///
  /// - Returns: The code.
  /// - Throws: ``LoginError``.
  public func code() async throws(LoginError) -> Secret {
    do {
      return try await result.get()
    } catch {
      throw error as? LoginError ?? .timedOut
    }
  }
}

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
