import Server
import Synchronization

/// The ways into a session, from the first connection to the last: its HTTP API, and the operator's socket.
final class ApiService {
  private let server: ApiServer
  private let operatorSocket: OperatorSocket?
  private let served: TaskOutcome

  /// Starts it; returns once it listens.
  ///
  /// - Throws: ``Stop`` with exit code 74 when the port, the socket or the token's file cannot be had.
  init(
    _ options: LiveOptions, _ configuration: Configuration, _ session: LiveSession,
    say: @escaping @Sendable (String) -> Void
  ) throws(Stop) {
    let token = try Self.token(options, configuration)
    if token.isShort { say("SAUDA_API_TOKEN is short and may be guessed; 32 digits are advised") }
    var serverOptions = ServerOptions(token: token)
    serverOptions.port = options.port
    let served = TaskOutcome()
    let server = ApiServer(session: session, options: serverOptions) { served.started(on: $0) }
    self.server = server
    self.served = served
    Task {
      do throws(ServerError) {
        try await server.run()
        served.ended(nil)
      } catch {
        served.ended(Stop(.inputOutput, "\(error); choose another port with --port"))
      }
    }
    let port = try served.waitForStart()
    do throws(Stop) {
      operatorSocket = try OperatorSocket(in: options.dataFolder, port: port, session)
    } catch {
      guard error.code == .temporary else {
        server.stop()
        served.waitForEnd()
        throw error
      }
      operatorSocket = nil
      say("\(error.message); operators are heard on the API's port alone")
    }
    say("listening on http://127.0.0.1:\(port)")
  }

  /// Ends it; returns once running requests have had their time.
  func stop() {
    operatorSocket?.stop()
    server.stop()
    served.waitForEnd()
  }

  private static func token(_ options: LiveOptions, _ configuration: Configuration) throws(Stop)
    -> ApiToken
  {
    try SessionFolder.make(options.dataFolder, on: SystemDisk())
    do throws(Server.TokenError) {
      if let text = configuration.text("SAUDA_API_TOKEN") { return try ApiToken(text) }
      return try TokenFile.loadOrMake(in: options.dataFolder)
    } catch {
      throw Stop(.inputOutput, "\(error)")
    }
  }
}

/// Lets a thread wait for what runs in a task: until it is up, and until it has ended.
private final class TaskOutcome: Sendable {
  private enum State {
    case waiting
    case up(port: Int)
    case ended(Stop?)
  }

  private let state = Mutex(State.waiting)
  private let signal = ThreadSignal()

  /// Nothing has happened yet.
  init() {}

  /// The task is up, and listens on a port.
  func started(on port: Int) {
    state.withLock { state in
      if case .waiting = state { state = .up(port: port) }
    }
    signal.notify()
  }

  /// The task has ended, well or not.
  func ended(_ failure: Stop?) {
    state.withLock { $0 = .ended(failure) }
    signal.notify()
  }

  /// Waits until the task is up.
  ///
  /// - Returns: The port it listens on.
  /// - Throws: Why it ended before.
  func waitForStart() throws(Stop) -> Int {
    while true {
      signal.wait()
      switch state.withLock({ $0 }) {
      case .waiting: continue
      case .up(let port): return port
      case .ended(let failure):
        throw failure ?? Stop(.inputOutput, "HTTP API: ended before it listened")
      }
    }
  }

  /// Waits until the task has ended.
  func waitForEnd() {
    while true {
      if case .ended = state.withLock({ $0 }) { return }
      signal.wait()
    }
  }
}
