import Glibc
import Testing

@testable import Runtime

@Suite("A process for scripts that cannot be had")
struct SupervisedProcessTests {
  @Test("is a failure of the machine: nothing of a script runs without one")
  func refused() {
    var hasRun = false
    let code = SupervisedProcess.run(fork: {
      errno = EAGAIN
      return -1
    }) { _ in
      hasRun = true
      return 0
    }
    #expect(code == 74 && !hasRun)
  }
}
