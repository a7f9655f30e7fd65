import CLuaBridge
import CSupervisor
import Glibc
import Reporting

/// Runs a session in a child process, so that a dead interpreter is a reported script failure.
///
/// The child shares a page with its parent (the beacon), in which the bridge notes what is running;
/// the parent names it when the child dies or hangs.
enum SupervisedProcess {
  /// Nanoseconds a callback may run by the wall clock: the 2 s of the contract, and half a second for
  /// the child to notice by itself.
  private static let hangNanoseconds: Int64 = 2_500_000_000
  /// The same before the first tick: a load may use 2 s of processor time, which take longer where
  /// the processor is shared.
  private static let slowStartNanoseconds: Int64 = 4_300_000_000

  /// What the child shows its parent.
  private struct Page {
    var beacon: UnsafeMutablePointer<sauda_beacon>
    var hasStarted: UnsafeMutablePointer<Int64>

    init(_ memory: UnsafeMutableRawPointer) {
      beacon = memory.bindMemory(to: sauda_beacon.self, capacity: 1)
      hasStarted = (memory + MemoryLayout<sauda_beacon>.stride).bindMemory(
        to: Int64.self, capacity: 1)
    }

    static var size: Int { MemoryLayout<sauda_beacon>.stride + MemoryLayout<Int64>.size }
  }

  /// Runs `body` in a child and gives the code to exit with.
  ///
  /// Call it before any thread is started. When no child can be made, `body` does not run: nothing of a
  /// script is read by Lua where it could take this process with it.
  /// `body` calls its argument once all scripts are loaded: a child that dies before that has refused
  /// a script.
  ///
  /// - Parameters:
  ///   - fork: Makes the child.
  ///   - body: What it does.
  /// - Returns: The exit code; 74 when no child can be made.
  static func run(
    fork: () -> pid_t = supervisor_fork, _ body: (_ hasLoaded: () -> Void) -> Int32
  ) -> Int32 {
    guard let memory = supervisor_shared_memory(Page.size) else { return refuse(errno) }
    let page = Page(memory)
    let child = fork()
    if child < 0 { return refuse(errno) }
    if child == 0 {
      sauda_set_beacon(page.beacon)
      supervisor_exit(body { page.hasStarted.pointee = 1 })
    }
    supervisor_forward_signals(child)
    return watch(child, page)
  }

  private static func refuse(_ error: Int32) -> Int32 {
    StandardError.line(
      "no process can be started for the scripts: \(SystemErrorText.sentence(of: error)); "
        + "end other programs, or allow more (ulimit -u)")
    return ExitCode.inputOutput.rawValue
  }

  private static func watch(_ child: pid_t, _ page: Page) -> Int32 {
    var status: Int32 = 0
    var isKilled = false
    var watched = WatchedCall()
    while true {
      let answer = supervisor_wait(child, 100, &status)
      if answer == 1 { break }
      if answer < 0 { return ExitCode.scriptFailed.rawValue }
      if !isKilled, watched.isHanging(page.beacon) {
        isKilled = true
        kill(child, SIGKILL)
      }
    }
    var code: Int32 = 0
    if supervisor_exited(status, &code) { return code }
    var signal: Int32 = 0
    guard supervisor_signaled(status, &signal) else { return ExitCode.scriptFailed.rawValue }
    return report(signal: signal, isKilled: isKilled, page)
  }

  /// How long the call under way has been watched, look by look.
  ///
  /// A look that comes late counts as one: a machine that stood still for a while fails no script.
  private struct WatchedCall {
    private var started: Int64 = 0
    private var lastLook: Int64 = 0
    private var watched: Int64 = 0

    /// The most nanoseconds that one look counts; there is one each tenth of a second.
    private static let look: Int64 = 200_000_000

    /// Whether the call has been watched for longer than any may take.
    mutating func isHanging(_ beacon: UnsafeMutablePointer<sauda_beacon>) -> Bool {
      let now = supervisor_monotonic_nanoseconds()
      defer { lastLook = now }
      let began = beacon.pointee.active != 0 ? beacon.pointee.started_nanoseconds : 0
      if began != started {
        started = began
        watched = 0
        lastLook = began
      }
      guard began > 0 else { return false }
      watched += min(now - lastLook, Self.look)
      let limit = beacon.pointee.tick_sequence > 0 ? hangNanoseconds : slowStartNanoseconds
      return watched > limit
    }
  }

  private static func report(signal: Int32, isKilled: Bool, _ page: Page) -> Int32 {
    let tick = page.beacon.pointee.tick_sequence
    let hasStarted = page.hasStarted.pointee != 0
    let place =
      tick > 0 ? "at tick \(tick)" : hasStarted ? "before the first tick" : "while it was loaded"
    let code = hasStarted ? ExitCode.scriptFailed : ExitCode.badInput
    if isKilled {
      StandardError.line(
        "time budget exceeded: the script did not answer within 2 s \(place); it was ended")
      return code.rawValue
    }
    if signal == SIGINT || signal == SIGTERM {
      StandardError.line("interrupted \(place)")
      return 128 + signal
    }
    StandardError.line("interpreter crashed: signal \(signal) \(place); no report was written")
    return code.rawValue
  }
}
