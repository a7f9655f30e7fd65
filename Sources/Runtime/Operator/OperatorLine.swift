import CSupervisor
import Glibc
import Reporting
import Server

/// The operator's end of a session's operator socket.
struct OperatorLine {
  /// What a session answered.
  struct Answer {
    /// Whether all is well, or what was asked for was done.
    var isGood: Bool
    /// One JSON object each.
    var lines: [String]
  }

  private let path: String
  private let port: Int

  /// Nanoseconds behind a call's deadline within which its answer is waited for.
  private static let grace: Int64 = 1_000_000_000
  /// The same once the session has begun to start scripts again.
  private static let loading: Int64 = 65_000_000_000

  /// The line to a session.
  ///
  /// - Parameters:
  ///   - path: The path of its socket.
  ///   - port: The port of its API, for messages.
  init(_ path: String, port: Int) {
    self.path = path
    self.port = port
  }

  /// Makes a call.
  ///
  /// - Parameters:
  ///   - verb: What is asked.
  ///   - deadline: The session does not carry it out later than this.
  /// - Returns: The answer; nil when no session has a socket there.
  /// - Throws: ``Stop``: 75 when the session does not answer in time, 77 when the socket is somebody else's.
  func answer(
    to verb: OperatorCall.Verb, before deadline: CallDeadline
  ) throws(Stop) -> Answer? {
    guard case .socket = PathKind(path) else { return nil }
    let socket = UnixSocket.make()
    guard socket >= 0 else {
      throw Stop(.inputOutput, "no socket to be had: \(SystemErrorText.sentence(of: errno))")
    }
    defer { close(socket) }
    UnixSocket.limitWaits(of: socket, nanoseconds: deadline.remaining)
    let status = UnixSocket.connect(socket, to: path)
    switch status {
    case 0: break
    case ECONNREFUSED, ENOENT: return nil
    case EAGAIN, ETIMEDOUT: throw Stop(.temporary, Self.silence(on: port, verb))
    case EACCES, EPERM: throw notOurs
    default:
      throw Stop(
        .inputOutput,
        "\(SafeText.escaped(path)): cannot connect: \(SystemErrorText.sentence(of: status))")
    }
    guard unix_socket_peer_is_trusted(socket) else { throw notOurs }
    guard UnixSocket.send(OperatorMessage.call(verb, before: deadline), to: socket) else {
      throw Stop(.temporary, Self.silence(on: port, verb))
    }
    return try read(socket, verb, deadline)
  }

  /// What to say of a session that has the call and does not answer.
  static func silence(on port: Int, _ verb: OperatorCall.Verb) -> String {
    let fate =
      verb == .status
      ? "" : "; unless it has done so by now, it will not carry out \(verb.rawValue) any more"
    return "the session on port \(port) does not answer, it may be stopped or hung\(fate)"
  }

  private var notOurs: Stop {
    Stop(.notPermitted, "\(SafeText.escaped(path)): the socket of another user's session")
  }

  private func read(
    _ socket: Int32, _ verb: OperatorCall.Verb, _ deadline: CallDeadline
  ) throws(Stop) -> Answer {
    let taken = Array("\(OperatorMessage.taken)\n".utf8)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let isTaken = bytes.starts(with: taken)
      let rest = deadline.remaining + (isTaken && verb == .resume ? Self.loading : Self.grace)
      guard rest > 0 else { break }
      UnixSocket.limitWaits(of: socket, nanoseconds: rest)
      let count = recv(socket, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer.prefix(count)
    }
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    if lines.first == OperatorMessage.taken { lines.removeFirst() }
    guard let head = lines.first, lines.count > 1,
      head == OperatorMessage.good || head == OperatorMessage.refused
    else { throw Stop(.temporary, Self.silence(on: port, verb)) }
    return Answer(isGood: head == OperatorMessage.good, lines: Array(lines.dropFirst()))
  }
}
