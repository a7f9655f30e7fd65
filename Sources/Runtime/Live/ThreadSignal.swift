import Glibc

/// Wakes one thread from another: what is notified before the wait is not lost.
final class ThreadSignal: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var isNotified = false

  /// A signal that is not set.
  init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Sets the signal.
  func notify() {
    pthread_mutex_lock(mutex)
    isNotified = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Waits for the signal and clears it.
  ///
  /// - Parameter nanoseconds: How long at most; nil for as long as it takes.
  /// - Returns: Whether it was set.
  @discardableResult
  func wait(nanoseconds: Int64? = nil) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    var moment = timespec()
    if let nanoseconds {
      clock_gettime(CLOCK_MONOTONIC, &moment)
      let total = Int64(moment.tv_nsec) + nanoseconds
      moment.tv_sec += Int(total / 1_000_000_000)
      moment.tv_nsec = Int(total % 1_000_000_000)
    }
    while !isNotified {
      if nanoseconds == nil {
        pthread_cond_wait(condition, mutex)
      } else if pthread_cond_timedwait(condition, mutex, &moment) == ETIMEDOUT {
        break
      }
    }
    defer { isNotified = false }
    return isNotified
  }
}
