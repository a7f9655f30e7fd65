import Glibc
import Synchronization

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
