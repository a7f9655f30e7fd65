import CWorker
import Glibc

/// A worker's process and the line to it, as the engine's process sees them.
///
/// The kernel ends the process when the thread that started it ends, so the engine's thread does that.
final class WorkerProcess {
  /// The process's id.
  let id: pid_t
  /// The line to it.
  let line: MessageLine
  private var status: Int32?
  private var limit: Int64 = 0
  private var backstop = Backstop()
  private var spared = 0
  private var processorTimeBefore: Int64 = 0

  /// Nanoseconds slept before the process is looked at again.
  private static let nap: Int64 = 2_000_000
  /// How often a worker that was kept from running is given the whole limit again.
  private static let sparedAtMost = 10

  /// Starts a program.
  init(_ program: WorkerProgram) throws(WorkerEnd) {
    var descriptor: Int32 = -1
    guard let channel = worker_channel_open(&descriptor) else { throw .notStarted }
    line = MessageLine(
      channel: channel, isParent: true, spinNanoseconds: Spinning.parent,
      sleepNanoseconds: Self.nap)
    id = Self.spawn(program, descriptor)
    Glibc.close(descriptor)
    guard id > 0 else {
      status = 0
      throw .notStarted
    }
    line.patience = { [unowned self] () throws(WorkerEnd) in try check() }
  }

  private static func spawn(_ program: WorkerProgram, _ descriptor: Int32) -> pid_t {
    var arguments = program.arguments.map { UnsafePointer(strdup($0)) }
    defer { for argument in arguments { free(UnsafeMutablePointer(mutating: argument)) } }
    arguments.append(nil)
    return worker_spawn(program.path, arguments, descriptor)
  }

  deinit { end() }

  /// Begins a wait of at most so many nanoseconds; no clock is read unless it is long.
  @inline(__always)
  func begin(limit: Int64) {
    self.limit = limit
    backstop.isBegun = false
  }

  /// Gives up on a worker that is dead or silent for too long.
  ///
  /// - Parameter isTalking: Whether it has just said something, and waits for the answer.
  /// - Throws: Why it is given up.
  func check(isTalking: Bool = false) throws(WorkerEnd) {
    if hasEnded() { throw ending }
    let now = worker_monotonic_nanoseconds()
    if !backstop.isBegun {
      backstop.begin(at: now)
      spared = 0
      processorTimeBefore = -1
      return
    }
    // Not at the first look, which every call that takes a while comes to.
    if processorTimeBefore < 0 {
      processorTimeBefore = ProcessGlance(id)?.processorNanoseconds ?? 0
    }
    guard backstop.look(at: now) >= limit else { return }
    guard isStarved(isTalking) else { throw .silent(nanoseconds: limit) }
    spared += 1
    backstop.begin(at: now)
  }

  /// Whether the worker wants to run and the busy machine does not let it: a script that runs too long is
  /// stopped by its processor time, and one that waits for ever or is stopped does not want to run.
  private func isStarved(_ isTalking: Bool) -> Bool {
    guard spared < Self.sparedAtMost, let glance = ProcessGlance(id),
      isTalking || glance.isKeptWaiting
    else { return false }
    return glance.processorNanoseconds - processorTimeBefore < limit / 4
  }

  /// Whether the process is gone.
  private func hasEnded() -> Bool {
    if status != nil { return true }
    var found: Int32 = 0
    guard worker_has_ended(id, false, &found) else { return false }
    status = found
    return true
  }

  /// How it went.
  private var ending: WorkerEnd {
    let status = status ?? 0
    let signal = worker_signal(status)
    return signal > 0 ? .signalled(signal) : .exited(code: worker_exit_code(status))
  }

  /// Ends the process, if it still runs, and waits until it is gone.
  func end() {
    guard status == nil else { return }
    worker_kill(id)
    var found: Int32 = 0
    _ = worker_has_ended(id, true, &found)
    status = found
  }
}

/// How long a call has been watched: the time between looks, in ticks.
///
/// A look that comes late counts as one tick. So a machine, or a process, that stood still for a while fails no
/// script, and one that does not answer is given up after as many ticks as its limit has.
struct Backstop {
  /// Nanoseconds of a tick.
  static let tick: Int64 = 50_000_000

  /// Whether the wait has been looked at.
  var isBegun = false
  private var lastLook: Int64 = 0
  private var watched: Int64 = 0

  /// Takes the first look.
  mutating func begin(at now: Int64) {
    isBegun = true
    lastLook = now
    watched = 0
  }

  /// Takes another look.
  ///
  /// - Parameter now: Nanoseconds of a clock that only moves forward.
  /// - Returns: Nanoseconds watched since the first.
  mutating func look(at now: Int64) -> Int64 {
    watched += min(max(0, now - lastLook), Self.tick)
    lastLook = now
    return watched
  }
}

/// What the kernel says of a process at one moment: whether it wants to run, and how long it has run.
struct ProcessGlance {
  /// Whether it waits for a processor or a disk, rather than for somebody, or stopped.
  let isKeptWaiting: Bool
  /// Processor time it has had, in nanoseconds, to the hundredth of a second.
  let processorNanoseconds: Int64

  /// Looks at a process; nil when there is nothing to see.
  init?(_ id: pid_t) {
    let file = open("/proc/\(id)/stat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1_024)
    let count = read(file, &bytes, bytes.count)
    // The name, in brackets, may hold anything; the fields behind it are separated by blanks.
    guard count > 0, let end = bytes[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = bytes[(end + 1)..<count].split(separator: UInt8(ascii: " "))
    // After the name come the state, and as the 12th and 13th the user's and the system's time.
    guard fields.count > 12, let state = fields[0].first,
      let user = Int64(String(decoding: fields[11], as: UTF8.self)),
      let system = Int64(String(decoding: fields[12], as: UTF8.self))
    else { return nil }
    isKeptWaiting = state == UInt8(ascii: "R") || state == UInt8(ascii: "D")
    let perSecond = max(1, Int64(sysconf(Int32(_SC_CLK_TCK))))
    processorNanoseconds = (user &+ system) &* (1_000_000_000 / perSecond)
  }
}
