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
