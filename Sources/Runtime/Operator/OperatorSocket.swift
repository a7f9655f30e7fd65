import CSupervisor
import Glibc
import Reporting
import Server
import Synchronization
import Trading

/// The operator's own way into a session: a socket in its data folder that only its owner may use.
///
/// It has threads of its own and shares nothing with the HTTP API, so that nobody who can reach the API's
/// port can keep an operator out. A caller has a thread for as long as it takes to read one short line,
/// and while the session carries it out.
final class OperatorSocket {
  private let path: String
  private let listener: Int32
  private let file: PathKind
  /// What is read from it tells the threads to end: the other end was closed.
  private let wake: (read: Int32, write: Int32)
  private var threads: [OwnThread] = []

  /// Callers that are served at a time.
  private static let callers = 8
  /// Nanoseconds for a caller's line to come, and for its answer to be taken.
  private static let patience: Int64 = 1_000_000_000
  /// Nanoseconds behind a call's deadline within which its answer is waited for.
  private static let grace: Int64 = 500_000_000
  /// The same for scripts that are started again.
  private static let loading: Int64 = 60_000_000_000

  /// Begins to listen.
  ///
  /// - Parameters:
  ///   - folder: The data folder.
  ///   - port: The port of the session's API.
  ///   - session: The session.
  /// - Throws: ``Stop``: 74 when something else has its name, 75 when the folder takes no socket.
  init(in folder: String, port: Int, _ session: LiveSession) throws(Stop) {
    let path = OperatorMessage.path(in: folder, port: port)
    let listener = try Self.listen(path)
    var ends: [Int32] = [-1, -1]
    let status = unix_socket_wake_pipe(&ends)
    self.path = path
    self.listener = listener
    wake = (ends[0], ends[1])
    file = PathKind(path)
    guard status == 0 else {
      stop()
      throw Self.failure(path, status)
    }
    let isOver = ends[0]
    do throws(Stop) {
      for _ in 0..<Self.callers {
        threads.append(try OwnThread { Self.serve(listener, until: isOver, session) })
      }
    } catch {
      stop()
      throw error
    }
  }

  /// Takes no further calls; returns once those under way have their answers.
  func stop() {
    close(wake.write)
    for thread in threads { thread.join() }
    threads = []
    close(listener)
    close(wake.read)
    // Another session may have put its own there.
    if PathKind(path) == file { unlink(path) }
  }

  // MARK: Listening

  private static func listen(_ path: String) throws(Stop) -> Int32 {
    let socket = UnixSocket.make()
    guard socket >= 0 else { throw failure(path, errno) }
    var status = UnixSocket.bind(socket, to: path)
    if status == EADDRINUSE, try isLeftOver(path) {
      unlink(path)
      status = UnixSocket.bind(socket, to: path)
    }
    guard status == 0 else {
      close(socket)
      throw failure(path, status)
    }
    // Threads look for callers together: one that comes too late must not wait for another.
    _ = fcntl(socket, F_SETFL, O_NONBLOCK)
    guard Glibc.listen(socket, 64) == 0 else {
      status = errno
      close(socket)
      throw failure(path, status)
    }
    return socket
  }

  /// Whether what is at a path is the socket of a session that is gone.
  private static func isLeftOver(_ path: String) throws(Stop) -> Bool {
    switch PathKind(path) {
    case .nothing: return true
    case .other:
      throw Stop(
        .inputOutput, "\(SafeText.escaped(path)): expected no file, or a socket; take it away")
    case .socket: break
    }
    let socket = UnixSocket.make()
    guard socket >= 0 else { throw failure(path, errno) }
    defer { close(socket) }
    UnixSocket.limitWaits(of: socket, nanoseconds: patience)
    guard UnixSocket.connect(socket, to: path) == ECONNREFUSED else {
      throw Stop(
        .inputOutput,
        "\(SafeText.escaped(path)): another session uses it; choose another --port or --data")
    }
    return true
  }

  private static func failure(_ path: String, _ code: Int32) -> Stop {
    Stop(
      .temporary,
      "\(SafeText.escaped(path)): cannot listen: \(SystemErrorText.sentence(of: code))")
  }

  // MARK: Serving

  /// Serves callers, one after the other, until told to end.
  private static func serve(_ listener: Int32, until wake: Int32, _ session: LiveSession) {
    while true {
      var ready = [
        pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
        pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
      ]
      if poll(&ready, 2, -1) < 0, errno == EINTR { continue }
      guard ready[0].revents == 0 else { return }
      // Of several threads that wait, one gets the caller.
      let caller = unix_socket_accept(listener)
      guard caller >= 0 else {
        // Whatever the system lacks now, such as a number for a file, it may have soon.
        if errno != EAGAIN, errno != EINTR { _ = isReady(wake, milliseconds: 50) }
        continue
      }
      serve(caller, of: listener, session)
      close(caller)
    }
  }

  private static func serve(_ caller: Int32, of listener: Int32, _ session: LiveSession) {
    guard unix_socket_peer_is_trusted(caller), let line = readLine(caller, of: listener) else {
      return
    }
    _ = fcntl(caller, F_SETFL, 0)
    UnixSocket.limitWaits(of: caller, nanoseconds: patience)
    guard let (verb, deadline) = OperatorMessage.call(in: line) else {
      let sentence = "Expected a verb and a deadline; use a sauda of this version."
      _ = answer(caller, [OperatorAnswer(ControlAnswer.refused(sentence))])
      return
    }
    // Whether the caller is still there or not, the call holds until its deadline, and what is late is told.
    _ = UnixSocket.send(Array("\(OperatorMessage.taken)\n".utf8), to: caller)
    _ = answer(caller, answers(to: verb, before: deadline, session))
  }

  /// The line of a caller, without its end; nil when it does not come in time, or is too long.
  ///
  /// A caller has less time while another waits: whoever says nothing keeps nobody out.
  private static func readLine(_ caller: Int32, of listener: Int32) -> [UInt8]? {
    let deadline = CallDeadline(in: patience)
    var line: [UInt8] = []
    while line.count < OperatorMessage.longestCall, deadline.remaining > 0 {
      if !isReady(caller, milliseconds: 50) {
        if isReady(listener, milliseconds: 0) { return nil }
        continue
      }
      var bytes = [UInt8](repeating: 0, count: OperatorMessage.longestCall)
      let count = recv(caller, &bytes, bytes.count, 0)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return nil }
      line += bytes.prefix(count)
      if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return Array(line[..<end]) }
    }
    return nil
  }

  /// Whether there is something to read, or comes within so many milliseconds.
  private static func isReady(_ socket: Int32, milliseconds: Int32) -> Bool {
    var ready = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return poll(&ready, 1, milliseconds) > 0
  }

  private static func answer(_ caller: Int32, _ answers: [OperatorAnswer]) -> Bool {
    let isGood = answers.allSatisfy(\.isGood)
    let head = (isGood ? OperatorMessage.good : OperatorMessage.refused) + "\n"
    return UnixSocket.send(answers.reduce(into: Array(head.utf8)) { $0 += $1.line }, to: caller)
  }

  private static func answers(
    to verb: OperatorCall.Verb, before deadline: CallDeadline, _ session: LiveSession
  ) -> [OperatorAnswer] {
    let late = "The session has not answered in time; sauda status tells what holds."
    guard let command = OperatorCommand(rawValue: verb.rawValue) else {
      let books = Waited<SessionBooks> { session.look($0) }.value(by: deadline, and: grace)
      let account = books.map { OperatorAnswer($0.portfolio()) }
      return [
        OperatorAnswer(session.health()), account ?? OperatorAnswer(ControlAnswer.refused(late)),
      ]
    }
    let answer = Waited<ControlAnswer> { session.control(command, before: deadline, $0) }
      .value(by: deadline, and: command == .resume ? loading : grace)
    return [OperatorAnswer(answer ?? .refused(late))]
  }
}

/// Something that another thread gives, and a thread waits for.
private final class Waited<Value: Sendable>: Sendable {
  private let content = Mutex<Value?>(nil)
  private let signal = ThreadSignal()

  /// Asks for it.
  init(_ ask: (@escaping @Sendable (Value) -> Void) -> Void) {
    ask { value in
      self.content.withLock { $0 = value }
      self.signal.notify()
    }
  }

  /// What was given; nil when it does not come by a deadline and so many nanoseconds more.
  func value(by deadline: CallDeadline, and grace: Int64) -> Value? {
    let rest = max(0, min(deadline.remaining, 60_000_000_000)) + grace
    signal.wait(nanoseconds: rest)
    return content.withLock { $0 }
  }
}
