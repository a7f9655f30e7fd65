import Synchronization

/// Lets a thread wait for what runs in a task: until it is up, and until it has ended.
final class TaskOutcome: Sendable {
  private enum State {
    case waiting
    case up
    case ended(Stop?)
  }

  private let state = Mutex(State.waiting)
  private let signal = ThreadSignal()

  /// Nothing has happened yet.
  init() {}

  /// The task is up.
  func started() {
    state.withLock { state in
      if case .waiting = state { state = .up }
    }
    signal.notify()
  }

  /// The task has ended, well or not.
  func ended(_ failure: Stop?) {
    state.withLock { $0 = .ended(failure) }
    signal.notify()
  }

  /// Waits until the task is up.
  ///
  /// - Throws: Why it ended before.
  func waitForStart() throws(Stop) {
    while true {
      signal.wait()
      switch state.withLock({ $0 }) {
      case .waiting: continue
      case .up: return
      case .ended(let failure):
        if let failure { throw failure }
        return
      }
    }
  }

  /// Waits until the task has ended.
  func waitForEnd() {
    while true {
      if case .ended = state.withLock({ $0 }) { return }
      signal.wait()
    }
  }
}
