import CLuaBridge
import CSupervisor
import Glibc
import Reporting

/// Runs a session in a child process, so that a dead interpreter is a reported script failure.
///
/// The child shares a page with its parent (the beacon), in which the bridge notes what is running;
/// the parent names it when the child dies or hangs.
enum SupervisedProcess {
  /// Nanoseconds a call may run by the wall clock: the 2 s of the contract, and half a second for the
  /// child to notice by itself.
  private static let hangNanoseconds: Int64 = 2_500_000_000

  /// Runs `body` in a child and gives the code to exit with.
  ///
  /// Call it before any thread is started. When no child can be made, `body` runs in this process.
  static func run(_ body: () -> Int32) -> Int32 {
    guard let memory = supervisor_shared_memory(MemoryLayout<sauda_beacon>.size) else {
      return body()
    }
    let beacon = memory.bindMemory(to: sauda_beacon.self, capacity: 1)
    let child = supervisor_fork()
    if child < 0 { return body() }
    if child == 0 {
      sauda_set_beacon(beacon)
      supervisor_exit(body())
    }
    supervisor_forward_signals(child)
    return watch(child, beacon)
  }

  private static func watch(_ child: pid_t, _ beacon: UnsafeMutablePointer<sauda_beacon>) -> Int32 {
    var status: Int32 = 0
    var isKilled = false
    while true {
      let answer = supervisor_wait(child, 100, &status)
      if answer == 1 { break }
      if answer < 0 { return ExitCode.scriptFailed.rawValue }
      if !isKilled, isHanging(beacon) {
        isKilled = true
        kill(child, SIGKILL)
      }
    }
    var code: Int32 = 0
    if supervisor_exited(status, &code) { return code }
    var signal: Int32 = 0
    guard supervisor_signaled(status, &signal) else { return ExitCode.scriptFailed.rawValue }
    return report(signal: signal, isKilled: isKilled, beacon)
  }

  private static func isHanging(_ beacon: UnsafeMutablePointer<sauda_beacon>) -> Bool {
    guard beacon.pointee.active != 0 else { return false }
    let started = beacon.pointee.started_nanoseconds
    return started > 0 && supervisor_monotonic_nanoseconds() - started > hangNanoseconds
  }

  private static func report(
    signal: Int32, isKilled: Bool, _ beacon: UnsafeMutablePointer<sauda_beacon>
  ) -> Int32 {
    let tick = beacon.pointee.tick_sequence
    let place = tick > 0 ? "at tick \(tick)" : "before the first tick"
    if isKilled {
      StandardError.line(
        "time budget exceeded: the script did not answer within 2 s \(place); it was ended")
      return ExitCode.scriptFailed.rawValue
    }
    if signal == SIGINT || signal == SIGTERM {
      StandardError.line("interrupted \(place)")
      return 128 + signal
    }
    StandardError.line("interpreter crashed: signal \(signal) \(place); no report was written")
    return ExitCode.scriptFailed.rawValue
  }
}
