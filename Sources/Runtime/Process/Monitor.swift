import Glibc

/// A lock that threads can wait under until another wakes them.
///
/// Waiting is by the monotonic clock, which no change of the wall clock disturbs.
final class Monitor: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  /// An open lock.
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

  /// Does something while no other thread holds the lock.
  @inline(__always)
  func locked<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Gives the lock up until woken, or for nothing, as conditions do; the lock must be held.
  func wait() { pthread_cond_wait(condition, mutex) }

  /// The same, up to a moment.
  ///
  /// - Parameter deadline: Nanoseconds of the monotonic clock.
  /// - Returns: False once the moment has come.
  func wait(until deadline: Int64) -> Bool {
    var moment = timespec(
      tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
    return pthread_cond_timedwait(condition, mutex, &moment) != ETIMEDOUT
  }

  /// Wakes a thread that waits.
  func wake() { pthread_cond_signal(condition) }
}
