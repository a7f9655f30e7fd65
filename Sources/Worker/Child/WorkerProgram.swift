import CLuaBridge
import CWorker
import Scripting

/// The program of a worker process, and how it is started.
package struct WorkerProgram: Sendable {
  /// The file that is run.
  package let path: String
  /// Its arguments, its name first.
  package let arguments: [String]

  /// The hidden verb that makes the program a worker.
  package static let verb = "__worker"

  /// This very program, as a worker.
  package static let own = WorkerProgram(
    path: "/proc/self/exe", arguments: ["sauda-worker", verb])

  /// A program.
  package init(path: String, arguments: [String]) {
    self.path = path
    self.arguments = arguments
  }

  /// Is the worker: takes the channel, locks the process in, and serves until it is ended.
  ///
  /// It never comes back. Started without a channel it ends with code 64, and with 77 when it cannot
  /// be locked in.
  package static func run() -> Never {
    let line = attach()
    confine()
    WorkerSession(line).run()
  }

  /// The worker's end of the channel it was started with.
  static func attach() -> MessageLine {
    guard let channel = worker_channel_attach(Int32(WORKER_DESCRIPTOR)) else {
      leave(WorkerExit.noChannel)
    }
    return MessageLine(
      channel: channel, isParent: false, spinNanoseconds: Spinning.child, sleepNanoseconds: -1)
  }

  /// Starts the watchdog and locks the process in.
  static func confine() {
    // The thread is made before threads are forbidden, and what hashes is seeded before files are.
    guard sauda_watchdog_start(), Set([verb]).contains(verb) else {
      leave(WorkerExit.notConfined)
    }
    guard worker_confine(addressSpace) == Int32(WORKER_CONFINED) else {
      leave(WorkerExit.notConfined)
    }
  }

  /// Bytes of address space a worker may add: an interpreter reserves eight times the 64 MiB a script
  /// may hold, there may be two while a script is loaded twice, and messages and indicators want some.
  private static let addressSpace: UInt64 = (2 * 8 * 64 + 256) * 1_048_576

  /// Ends the worker at once.
  static func leave(_ code: Int32) -> Never { worker_leave(code) }
}
