import Glibc
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Serves the HTTP API of a session.
///
/// Everything a client may do is in the `HTTPAPI` article. The server never waits for a client: what
/// is slow, too large or too much is answered and closed.
public final class ApiServer: Sendable {
  private struct State {
    var isStopped = false
    var dispatcher: Dispatcher?
    var stop: CheckedContinuation<Void, Never>?
  }

  private let session: any TradingSession
  private let options: ServerOptions
  private let logger: Logger
  private let onListening: @Sendable (Int) -> Void
  private let connections: ConnectionPool
  private let counters = ServerCounters()
  private let watchers = WatcherList()
  private let state = Mutex(State())

  /// A server that does not run yet.
  ///
  /// - Parameters:
  ///   - session: The session behind the API.
  ///   - options: How it is served.
  ///   - logger: Takes what operators may want to know; nothing by default.
  ///   - onListening: Called once, with the port, when connections are taken.
  public init(
    session: any TradingSession, options: ServerOptions,
    logger: Logger = Logger(label: "sauda.server") { _ in SwiftLogNoOpLogHandler() },
    onListening: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.session = session
    self.options = options
    connections = ConnectionPool(options: options)
    self.logger = logger
    self.onListening = onListening
  }

  /// Serves until ``stop()`` or until the task is cancelled.
  ///
  /// - Throws: ``ServerError`` when the address cannot be listened on.
  public func run() async throws(ServerError) {
    // A thread of its own: a flood of connections here slows no feed.
    let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let pages = PageThread()
    let failure = isStopped ? nil : await serve(on: loops, pages)
    watchers.close()
    do {
      try await loops.shutdownGracefully()
      try await pages.stop()
    } catch {
      logger.error("HTTP API: ending its threads failed: \(error)")
    }
    if let failure { throw failure }
  }

  private func serve(
    on loops: MultiThreadedEventLoopGroup, _ pages: PageThread
  ) async -> ServerError? {
    let server = HummingbirdCore.Server(
      childChannelSetup: ApiChannel(
        options: options, connections: connections, counters: counters
      ) { [self] request, writer, channel in
        guard let dispatcher = state.withLock({ $0.dispatcher }) else { return }
        try await dispatcher.respond(to: request, writer: writer, channel: channel)
      },
      configuration: ServerConfiguration(
        address: .hostname(options.host, port: options.port), backlog: 256),
      onServerRunning: { [self] channel in
        listen(on: channel.localAddress?.port ?? options.port, pages)
      },
      eventLoopGroup: loops, logger: logger)
    return await withTaskGroup(of: Turn.self) { group in
      group.addTask { await .ended(self.serve(server)) }
      group.addTask { await self.keepWatchersInformed() }
      group.addTask { await self.stopRequest() }
      var failure: ServerError?
      for await turn in group {
        switch turn {
        case .ended(let error):
          failure = error
          group.cancelAll()
        case .stopRequested:
          group.addTask { await self.shutDown(server) }
          group.addTask { await self.pass(self.options.times.stop) }
        case .timeIsUp: group.cancelAll()
        case .nothing: break
        }
      }
      return failure
    }
  }

  /// Takes no further connections, ends the streams, lets running requests end, and makes
  /// ``run()`` return.
  ///
  /// May be called from anywhere, also before ``run()`` and more than once.
  public func stop() {
    let waiting = state.withLock { state in
      state.isStopped = true
      defer { state.stop = nil }
      return state.stop
    }
    watchers.close()
    waiting?.resume()
  }
}

// MARK: - The parts of a run

extension ApiServer {
  /// What a part of a run has come to.
  private enum Turn {
    case ended(ServerError?)
    case stopRequested
    case timeIsUp
    case nothing
  }

  private var isStopped: Bool { state.withLock { $0.isStopped } }

  private func serve(_ server: HummingbirdCore.Server<ApiChannel>) async -> ServerError? {
    do {
      try await server.run()
      return nil
    } catch {
      return isStopped ? nil : ServerError(listeningOn: options, error)
    }
  }

  private func listen(on port: Int, _ pages: PageThread) {
    let dispatcher = Dispatcher(
      session: session, options: options, gate: Gate(options: options, port: port),
      rate: RateLimit(options: options), answers: AnswerStore(limit: options.keptAnswers),
      counters: counters, connections: connections, watchers: watchers, pages: pages)
    state.withLock { $0.dispatcher = dispatcher }
    onListening(port)
  }

  private func stopRequest() async -> Turn {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isStopped = state.withLock { state in
          if !state.isStopped { state.stop = continuation }
          return state.isStopped
        }
        if isStopped { continuation.resume() }
      }
    } onCancel: {
      stop()
    }
    return .stopRequested
  }

  private func shutDown(_ server: HummingbirdCore.Server<ApiChannel>) async -> Turn {
    do {
      try await server.shutdownGracefully()
    } catch {
      logger.error("HTTP API: stopping failed: \(error)")
    }
    return .nothing
  }

  private func pass(_ time: Duration) async -> Turn {
    do {
      try await Task.sleep(for: time)
      return .timeIsUp
    } catch {
      return .nothing
    }
  }

  /// Gives watchers prices and signs of life, until cancelled.
  private func keepWatchersInformed() async -> Turn {
    var silence = Duration.zero
    while case .timeIsUp = await pass(options.times.quotes) {
      session.events.flushQuotes()
      silence += options.times.quotes
      if silence >= options.times.signOfLife {
        silence = .zero
        session.events.giveSignOfLife()
      }
    }
    return .nothing
  }
}

/// Why the API cannot be served.
public enum ServerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The address is taken, unknown or not permitted.
  case cannotListen(host: String, port: Int, why: String)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .cannotListen(let host, let port, let why):
      "HTTP API: cannot listen on \(host):\(port): \(why)"
    }
  }

  /// The error of a failed attempt.
  init(listeningOn options: ServerOptions, _ error: any Error) {
    let why =
      if let error = error as? IOError {
        String(cString: strerror(error.errnoCode))
      } else {
        "\(error)"
      }
    self = .cannotListen(host: options.host, port: options.port, why: why)
  }
}
