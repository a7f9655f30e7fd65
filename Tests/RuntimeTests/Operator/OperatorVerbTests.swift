import Foundation
import Fyers
import Glibc
import Server
import Testing

@testable import Runtime

@Suite("The operator's verbs")
struct OperatorVerbTests {
  private static func port(of live: LiveProcess) throws -> Int {
    try #require(live.root.split(separator: ":").last.flatMap { Int($0) })
  }

  private static func data(of live: LiveProcess) -> String {
    live.folder.url.appending(path: "data").path
  }

  private static func verb(
    _ name: String, _ live: LiveProcess, port: Int? = nil, data: String? = nil
  ) throws -> SaudaProcess {
    try SaudaProcess.run(
      [
        name, "--port", String(try port ?? Self.port(of: live)), "--data",
        data ?? Self.data(of: live),
      ],
      environment: ["HOME": live.folder.url.path])
  }

  @Test("They go through the folder's socket and need no token; elsewhere they say what is missing")
  func ways() async throws {
    let live = try LiveProcess(["serve"])
    _ = try await live.price("100")
    try await live.trade("buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": 10}"#)
    let token = Self.data(of: live) + "/api-token"
    try FileManager.default.moveItem(atPath: token, toPath: token + ".away")
    for (name, mode) in [
      ("exit-only", "exit_only"), ("halt", "halted"), ("resume", "running"),
      ("flatten", "exit_only"),
    ] {
      let done = try Self.verb(name, live)
      #expect(done.code == 0, "\(name): \(done.error)")
      #expect(done.text.contains(#""mode": "\#(mode)""#), "\(done.text)")
      #expect(done.text.contains("SELL-2") == (name == "flatten"))
    }
    let status = try Self.verb("status", live)
    #expect(status.code == 0)
    #expect(status.text.split(separator: "\n").count == 2)
    #expect(status.text.contains(#""order_count": 2"#), "\(status.text)")
    #expect(try Self.verb("halt", live, port: 1).code == 75)
    let other = live.folder.url.appending(path: "other").path
    _ = try TokenFile.loadOrMake(in: makeFolder(other))
    let foreign = try Self.verb("halt", live, data: other)
    #expect(foreign.code == 77)
    #expect(foreign.lastLine.contains("another token"))
    #expect(try live.stop() == 0)
    #expect(try Self.verb("halt", live).code == 75)
    #expect(
      !FileManager.default.fileExists(
        atPath: OperatorMessage.path(in: Self.data(of: live), port: try Self.port(of: live))))
  }

  private func makeFolder(_ path: String) throws -> String {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test(
    "A command at a process that stands still is not carried out when it goes on, and it says so")
  func stopped() throws {
    let live = try LiveProcess(["serve"])
    let path = OperatorMessage.path(in: Self.data(of: live), port: try Self.port(of: live))
    let line = OperatorLine(path, port: 1)
    live.process.signal(SIGSTOP)
    #expect {
      _ = try line.answer(to: .halt, before: CallDeadline(in: 100_000_000))
    } throws: { error in
      let stop = error as? Stop
      return stop?.code == .temporary
        && stop?.message.contains("not carry out halt any more") == true
    }
    // On a busy machine the deadline of that call may have come before it was sent: this one is there.
    let caller = UnixSocket.make()
    defer { close(caller) }
    try #require(UnixSocket.connect(caller, to: path) == 0)
    let call = OperatorMessage.call(.halt, before: CallDeadline(in: 0))
    try #require(UnixSocket.send(call, to: caller))
    live.process.signal(SIGCONT)
    _ = try live.process.wait("what is said of a late command") {
      live.process.errors.contains("operator: halt came") ? true : nil
    }
    #expect(live.process.errors.contains("s too late and was not carried out"))
    let status = try Self.verb("status", live)
    #expect(status.text.contains(#""mode": "running""#), "\(status.text)")
    #expect(try live.stop() == 0)
  }
}
