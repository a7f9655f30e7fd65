import CSupervisor

/// Wakes one thread from another: what is notified before the wait is not lost.
final class ThreadSignal: @unchecked Sendable {
  private let monitor = Monitor()
  private var isNotified = false

  /// A signal that is not set.
  init() {}

  /// Sets the signal.
  func notify() {
    monitor.locked {
      isNotified = true
      monitor.wake()
    }
  }

  /// Waits for the signal and clears it.
  ///
  /// - Parameter nanoseconds: How long at most; nil for as long as it takes.
  /// - Returns: Whether it was set.
  @discardableResult
  func wait(nanoseconds: Int64? = nil) -> Bool {
    let deadline = nanoseconds.map { supervisor_monotonic_nanoseconds() + $0 }
    return monitor.locked {
      while !isNotified {
        if let deadline {
          guard monitor.wait(until: deadline) else { break }
        } else {
          monitor.wait()
        }
      }
      defer { isNotified = false }
      return isNotified
    }
  }
}
