import CSupervisor
import Glibc
import Reporting
import Synchronization

/// A thread of its own: the engine and the processes it starts belong to one, and so does reading ahead.
final class OwnThread {
  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  private var id = pthread_t()

  /// Starts the thread.
  ///
  /// - Parameter run: What it does; it ends with it.
  /// - Throws: ``Stop`` with exit code 74 when the system has no thread left.
  init(_ run: @escaping () -> Void) throws(Stop) {
    let body = Unmanaged.passRetained(Body(run))
    let status = pthread_create(
      &id, nil,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    guard status == 0 else {
      body.release()
      throw Stop(
        .inputOutput, "no thread to be had: \(SystemErrorText.sentence(of: status))")
    }
  }

  /// Waits until the thread has ended.
  func join() { pthread_join(id, nil) }
}

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

/// Runs asynchronous work from a synchronous verb.
enum BlockingCall {
  /// Waits until the work is done, and gives its result.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let call = Call<Value>()
    Task { call.finish(await work()) }
    while true {
      call.wait()
      if let value = call.value { return value }
    }
  }

  // The mutex guards the result, and POSIX guarantees the semaphore, which is initialised before
  // anybody shares it and never moved, to all threads.
  private final class Call<Value: Sendable>: @unchecked Sendable {
    private let result = Mutex<Value?>(nil)
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
      sem_destroy(semaphore)
      semaphore.deallocate()
    }

    var value: Value? { result.withLock { $0 } }

    func finish(_ value: Value) {
      result.withLock { $0 = value }
      sem_post(semaphore)
    }

    func wait() { sem_wait(semaphore) }
  }
}
