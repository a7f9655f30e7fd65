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
  private var deadline: Int64 = 0
  private var lastLook: Int64 = 0
  private var spared = 0
  private var processorTimeBefore: Int64 = 0

  /// Nanoseconds slept before the process is looked at again.
  private static let nap: Int64 = 2_000_000
  /// The most that one look counts of the time since the last: when this thread itself was kept from
  /// running, the worker had no better chance.
  private static let countedAtMost: Int64 = 100_000_000
  /// How often a worker that was kept from running is given the whole limit again.
  private static let sparedAtMost = 2

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
    deadline = 0
  }

  /// Gives up on a worker that is dead or silent for too long.
  func check() throws(WorkerEnd) {
    if hasEnded() { throw ending }
    let now = worker_monotonic_nanoseconds()
    if deadline == 0 {
      deadline = now.addingReportingOverflow(limit).partialValue
      spared = 0
      processorTimeBefore = -1
    } else {
      // Not at the first look, which every call that takes a while comes to.
      if processorTimeBefore < 0 {
        processorTimeBefore = ProcessGlance(id)?.processorNanoseconds ?? 0
      }
      if now - lastLook > Self.countedAtMost {
        deadline += now - lastLook - Self.countedAtMost
      }
    }
    lastLook = now
    guard now >= deadline else { return }
    guard isStarved() else { throw .silent(nanoseconds: limit) }
    spared += 1
    deadline = now.addingReportingOverflow(limit).partialValue
  }

  /// Whether the worker wants to run and the busy machine does not let it: a script that runs too long is
  /// stopped by its processor time, and one that waits for ever or is stopped does not want to run.
  private func isStarved() -> Bool {
    guard spared < Self.sparedAtMost, let glance = ProcessGlance(id), glance.isKeptWaiting else {
      return false
    }
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
