/// The thread on which scripts are loaded while a session goes on.
///
/// The kernel ends a worker when the thread that started it ends, so this one waits for more until the
/// process ends. What waits is guarded by the lock.
final class ScriptThread: BackgroundWork, @unchecked Sendable {
  private let monitor = Monitor()
  private var waiting: [() -> Void] = []

  /// Starts the thread.
  ///
  /// - Throws: ``Stop`` with exit code 74 when the system has no thread left.
  init() throws(Stop) {
    _ = try OwnThread { [self] in
      while true { next()() }
    }
  }

  func run(_ work: @escaping () -> Void) {
    monitor.locked {
      waiting.append(work)
      monitor.wake()
    }
  }

  /// Waits for a piece of work.
  private func next() -> () -> Void {
    monitor.locked {
      while waiting.isEmpty { monitor.wait() }
      return waiting.removeFirst()
    }
  }
}
