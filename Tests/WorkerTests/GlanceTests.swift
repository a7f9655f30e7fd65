import Glibc
import Testing

@testable import Worker

@Suite("A glance at a process")
struct GlanceTests {
  @Test("This process runs, and has had processor time")
  func running() throws {
    // A tenth of a second of work is seen, whatever was done before.
    let before = try #require(ProcessGlance(getpid()))
    var sum: UInt64 = 1
    while try #require(ProcessGlance(getpid())).processorNanoseconds
      < before.processorNanoseconds + 100_000_000
    {
      for round in 0..<200_000 { sum = sum &* 6_364_136_223_846_793_005 &+ UInt64(round) }
    }
    #expect(sum != 0)
  }

  @Test("A stopped process does not want to run, and one that is gone shows nothing")
  func stopped() throws {
    var pid: pid_t = 0
    var argv: [UnsafeMutablePointer<CChar>?] = ["sleep", "60"].map { (text: String) in strdup(text)
    }
    argv.append(nil)
    defer { for text in argv { free(text) } }
    let spawned = posix_spawn(&pid, "/bin/sleep", nil, nil, argv, nil)
    try #require(spawned == 0)
    kill(pid, SIGSTOP)
    var status: Int32 = 0
    // Comes back once the process has stopped.
    waitpid(pid, &status, WUNTRACED)
    #expect(try #require(ProcessGlance(pid)).isKeptWaiting == false)
    kill(pid, SIGKILL)
    waitpid(pid, &status, 0)
    #expect(ProcessGlance(pid) == nil)
  }
}
