import Foundation
import Glibc
import Server
import Testing
import Trading

@testable import Runtime

@Suite("The operator's socket")
struct OperatorSocketTests {
  /// A folder, and a session in it whose engine nobody steps.
  private struct Rig {
    let scratch: ScratchFolder
    let folder: String
    let mailbox = Mailbox()
    let session: LiveSession

    init(folder name: String? = nil) throws {
      scratch = try ScratchFolder()
      var url = scratch.url
      if let name {
        url.append(path: name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      }
      folder = url.path
      session = LiveSession(
        try SteppedSession.options(data: url.path), mailbox: mailbox, board: SessionBoard(),
        clock: SystemClock())
    }

    var path: String { OperatorMessage.path(in: folder, port: 1) }

    func listen() throws -> OperatorSocket { try OperatorSocket(in: folder, port: 1, session) }

    /// A call with so many milliseconds until its deadline.
    func call(
      _ verb: OperatorCall.Verb, milliseconds: Int64 = 60_000
    ) throws -> OperatorLine.Answer? {
      try OperatorLine(path, port: 1).answer(
        to: verb, before: CallDeadline(in: milliseconds * 1_000_000))
    }

    /// Closes the session's mailbox: whatever is asked is answered that it has ended.
    func end() { for arrival in mailbox.close() { arrival.refuse() } }
  }

  private static func mode(of path: String) -> mode_t {
    var status = stat()
    lstat(path, &status)
    return status.st_mode
  }

  @Test(
    "It is its owner's alone, under a name that no other session has, and goes with the session")
  func life() throws {
    let rig = try Rig()
    #expect(try rig.call(.status) == nil)
    let socket = try rig.listen()
    #expect(Self.mode(of: rig.path) == S_IFSOCK | 0o600)
    let other = try OperatorSocket(in: rig.folder, port: 2, rig.session)
    rig.end()
    let answer = try #require(try rig.call(.halt))
    #expect(!answer.isGood)
    #expect(answer.lines.count == 1)
    #expect(answer.lines.first?.contains("The session has ended.") == true)
    #expect(try rig.call(.status)?.lines.count == 2)
    other.stop()
    socket.stop()
    #expect(PathKind(rig.path) == .nothing)
    #expect(try rig.call(.status) == nil)
  }

  @Test("What a killed session has left is taken away")
  func leftOver() throws {
    let rig = try Rig()
    let dead = UnixSocket.make()
    #expect(UnixSocket.bind(dead, to: rig.path) == 0)
    close(dead)
    #expect(try rig.call(.status) == nil)
    let socket = try rig.listen()
    defer { socket.stop() }
    rig.end()
    #expect(try rig.call(.status) != nil)
  }

  @Test("Neither a link nor a file nor another session's socket is touched or used")
  func others() throws {
    let rig = try Rig()
    func refused() -> String {
      do {
        try rig.listen().stop()
        return "listens"
      } catch {
        let stop = error as? Stop
        return stop?.code == .inputOutput ? stop?.message ?? "" : "\(error)"
      }
    }
    let target = rig.folder + "/elsewhere"
    symlink(target, rig.path)
    #expect(refused() == "\(rig.path): expected no file, or a socket; take it away")
    #expect(try rig.call(.status) == nil)
    #expect(PathKind(target) == .nothing)
    unlink(rig.path)
    _ = try rig.scratch.write("operator-1.sock", "text")
    #expect(refused().contains("expected no file, or a socket"))
    #expect(try String(contentsOfFile: rig.path, encoding: .utf8) == "text")
    unlink(rig.path)
    let first = try rig.listen()
    defer { first.stop() }
    #expect(refused().contains("another session uses it"))
    rig.end()
    #expect(try rig.call(.status) != nil)
  }

  @Test("A folder whose path is too long for a socket's address has one all the same")
  func longPath() throws {
    let rig = try Rig(folder: String(repeating: "long/", count: 40) + "end")
    #expect(rig.path.utf8.count > 200)
    let socket = try rig.listen()
    rig.end()
    #expect(try rig.call(.status)?.lines.count == 2)
    #expect(Self.mode(of: rig.path) == S_IFSOCK | 0o600)
    socket.stop()
    #expect(PathKind(rig.path) == .nothing)
  }

  @Test("A socket that another session has put in its place stays when it ends")
  func replaced() throws {
    let rig = try Rig()
    let socket = try rig.listen()
    unlink(rig.path)
    let other = UnixSocket.make()
    defer { close(other) }
    #expect(UnixSocket.bind(other, to: rig.path) == 0)
    socket.stop()
    #expect(PathKind(rig.path) != .nothing)
  }

  @Test("Callers who say nothing, or nonsense, are sent away and keep nobody out")
  func badCallers() throws {
    let rig = try Rig()
    let socket = try rig.listen()
    defer { socket.stop() }
    rig.end()
    let silent = (0..<20).map { _ in UnixSocket.make() }
    defer { for one in silent { close(one) } }
    for one in silent { #expect(UnixSocket.connect(one, to: rig.path) == 0) }
    for text in ["halt\n", "halt x\n", "halt -1\n", "buy 1\n", "\n", "halt 1 2\n", "HALT 1\n"] {
      let caller = UnixSocket.make()
      defer { close(caller) }
      #expect(UnixSocket.connect(caller, to: rig.path) == 0)
      #expect(UnixSocket.send(Array(text.utf8), to: caller))
      var bytes = [UInt8](repeating: 0, count: 1_000)
      let count = recv(caller, &bytes, bytes.count, Int32(MSG_WAITALL))
      let answer = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      #expect(answer.hasPrefix("refused\n"), "\(text): \(answer)")
    }
    #expect(try rig.call(.halt)?.isGood == false)
  }

  @Test(
    "A command that the engine has not taken by its deadline is told so, and not carried out then")
  func late() throws {
    let rig = try Rig()
    let socket = try rig.listen()
    defer { socket.stop() }
    do {
      let answer = try #require(try rig.call(.halt, milliseconds: 1))
      #expect(!answer.isGood)
      #expect(answer.lines.first?.contains("has not answered in time") == true, "\(answer.lines)")
    } catch {
      // A machine that is busy for a second answers later than anybody waits.
      #expect((error as? Stop)?.code == .temporary)
    }
    rig.mailbox.wait(until: SystemClock().monotonicNanoseconds() + 60_000_000_000)
    let waiting = rig.mailbox.takeUrgent()
    guard case .question(.control(.halt, _, let deadline?))? = waiting.first else {
      Issue.record("the command is not there: \(waiting)")
      return
    }
    #expect(deadline < SystemClock().monotonicNanoseconds())
    for arrival in waiting { arrival.refuse() }
  }
}
