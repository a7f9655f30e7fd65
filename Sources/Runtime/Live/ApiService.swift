import Server
import Synchronization

/// The HTTP API of a session, from its first connection to its last.
final class ApiService {
  private let server: ApiServer
  private let served: TaskOutcome

  /// Starts it; returns once it listens.
  ///
  /// - Throws: ``Stop`` with exit code 74 when the port or the token's file cannot be had.
  init(
    _ options: LiveOptions, _ configuration: Configuration, _ session: LiveSession,
    say: @escaping @Sendable (String) -> Void
  ) throws(Stop) {
    let token = try Self.token(options, configuration)
    if token.isShort { say("SAUDA_API_TOKEN is short and may be guessed; 32 digits are advised") }
    var serverOptions = ServerOptions(token: token)
    serverOptions.port = options.port
    let served = TaskOutcome()
    let server = ApiServer(session: session, options: serverOptions) { port in
      say("listening on http://127.0.0.1:\(port)")
      served.started()
    }
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
    try served.waitForStart()
  }

  /// Ends it; returns once running requests have had their time.
  func stop() {
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
    case up
    case ended(Stop?)
  }

  private let state = Mutex(State.waiting)
  private let signal = ThreadSignal()

  /// Nothing has happened yet.
  init() {}

  /// The task is up.
  func started() {
    state.withLock { state in
      if case .waiting = state { state = .up }
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
  /// - Throws: Why it ended before.
  func waitForStart() throws(Stop) {
    while true {
      signal.wait()
      switch state.withLock({ $0 }) {
      case .waiting: continue
      case .up: return
      case .ended(let failure):
        if let failure { throw failure }
        return
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
