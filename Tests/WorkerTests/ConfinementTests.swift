import Foundation
import Scripting
import Testing
import Trading

@testable import Worker

@Suite("A worker is locked in")
struct ConfinementTests {
  private func file(_ worker: ScriptWorker, _ name: String) throws -> String {
    let id = try #require(worker.processID)
    let data = try #require(FileManager.default.contents(atPath: "/proc/\(id)/\(name)"))
    return String(decoding: data, as: UTF8.self)
  }

  private func worker() throws -> ScriptWorker {
    try ScriptWorker.load(script("function on_tick() end"), program: double("honest"))
  }

  @Test(
    "and a system call that it has no business making ends it",
    arguments: [
      "open", "write", "read", "socket", "execve", "process", "kill", "executable", "limits",
    ])
  func calls(name: String) {
    let words = ["worker-double", "confine", LiarTests.ready, "await", "try:\(name)", "exit:0"]
    let program = WorkerProgram(path: double().path, arguments: words)
    let expected = WorkerEnd.signalled(31).failure(in: "load")
    #expect(throws: ScriptLoadProblem.refused(expected)) {
      _ = try ScriptWorker.load(script("function on_tick() end"), program: program)
    }
    #expect(expected.message.contains("outside its sandbox"))
  }

  @Test("with no new privileges, a filter on every thread, and limits")
  func flags() throws {
    let worker = try self.worker()
    let id = try #require(worker.processID)
    let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")
    #expect(threads.count == 2)
    for thread in threads {
      let status = try file(worker, "task/\(thread)/status")
      #expect(status.contains("NoNewPrivs:\t1"))
      #expect(status.contains("Seccomp:\t2"))
    }
    let limits = try file(worker, "limits").split(separator: "\n").map { line in
      line.split(separator: " ", omittingEmptySubsequences: true)
    }
    func limit(_ words: String) -> Substring? {
      let words = words.split(separator: " ")
      return limits.first { $0.starts(with: words) }?.dropFirst(words.count).first
    }
    #expect(limit("Max core file size") == "0")
    #expect(limit("Max processes") == "0")
    #expect(limit("Max open files") == "3")
    #expect(limit("Max file size") == "0")
    #expect(limit("Max cpu time") == "604800")
    #expect(Int(limit("Max address space") ?? "") != nil)
  }

  @Test(
    "without environment, without files but /dev/null",
    .enabled(if: geteuid() == 0, "only root may look into what is not dumpable"))
  func files() throws {
    let worker = try self.worker()
    let id = try #require(worker.processID)
    #expect(try file(worker, "environ") == "")
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd")
    #expect(descriptors.sorted() == ["0", "1", "2"])
    for descriptor in descriptors {
      let target = try FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/\(id)/fd/\(descriptor)")
      #expect(target == "/dev/null")
    }
    // What is not dumpable belongs to root, whoever runs it.
    let status = try file(worker, "status")
    #expect(status.contains("SigBlk:\t0000000000000000"))
  }

  @Test("in a session of its own, so that Ctrl-C does not reach it")
  func session() throws {
    let worker = try self.worker()
    let id = try #require(worker.processID)
    #expect(getsid(id) == id)
  }

  @Test("and gone when it is closed, or when nobody holds it any more")
  func end() throws {
    let one = try self.worker()
    let first = try #require(one.processID)
    one.close()
    #expect(kill(first, 0) == -1)
    var second: Int32 = 0
    do {
      let other = try self.worker()
      second = try #require(other.processID)
    }
    #expect(kill(second, 0) == -1)
  }

  @Test("and asks its host for modules by their names alone")
  func modules() throws {
    let said = Said()
    let body = """
      local ok, why = pcall(require, "lib.../etc/passwd")
      print(ok, why)
      print(require("lib.a").x)
      function on_tick() end
      """
    _ = try ScriptWorker.load(
      script(body, said: said, modules: ["lib.a": "return { x = 4 }"]), program: double("honest"))
    #expect(said.lines.count == 2)
    #expect(said.lines[0].contains("expected lib.NAME"))
    #expect(said.lines[1].contains("\"4\""))
  }
}
