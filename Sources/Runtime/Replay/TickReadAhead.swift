import Glibc
import Market
import Recording

/// Reads ticks on a thread of its own, a few batches ahead of the engine.
///
/// A batch changes hands as a whole, in order; what the engine sees does not depend on who is faster.
/// The thread is never waited for: when the engine has had enough, it is left to its last read.
///
/// Every field is guarded by the lock or belongs to one thread: the reader to the reading one, a batch
/// to the thread it was handed to.
final class TickReadAhead: @unchecked Sendable {
  /// Ticks with what the reading had met by their end.
  struct Batch {
    /// The ticks; none at the end.
    let ticks: UnsafeBufferPointer<Tick>
    /// What was met so far.
    let counts: TickReadCounts
    /// How much was consumed.
    let progress: TickReadProgress
  }

  private static let batchSize = 4_096
  private static let batchesAhead = 4

  private let reader: TickReader
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let buffers: [UnsafeMutableBufferPointer<Tick>]
  private var results: [Result<Batch, RecordingError>?]
  /// Batches filled, and batches taken, since the beginning.
  private var filled = 0
  private var taken = 0
  private var isStopped = false
  private var isThreaded = false

  /// Begins to read.
  init(_ reader: TickReader) {
    self.reader = reader
    pthread_mutex_init(lock, nil)
    pthread_cond_init(change, nil)
    buffers = (0..<Self.batchesAhead).map { _ in
      let buffer = UnsafeMutableBufferPointer<Tick>.allocate(capacity: Self.batchSize)
      buffer.initialize(repeating: Tick.blank)
      return buffer
    }
    results = Array(repeating: nil, count: Self.batchesAhead)
    isThreaded = startThread()
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(change)
    lock.deallocate()
    change.deallocate()
    for buffer in buffers { buffer.deallocate() }
  }

  /// The thread takes no signal of the program: all of them are blocked in it.
  private func startThread() -> Bool {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<TickReadAhead>.fromOpaque(context).takeRetainedValue().read()
        return nil
      }, context.toOpaque())
    guard status == 0 else {
      context.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private func read() {
    while let place = freePlace() {
      let result = fill(place)
      pthread_mutex_lock(lock)
      results[place] = result
      filled += 1
      pthread_cond_signal(change)
      pthread_mutex_unlock(lock)
      guard case .success(let batch) = result, !batch.ticks.isEmpty else { return }
    }
  }

  /// The place of the next batch, once it is free; nil when no more are wanted.
  private func freePlace() -> Int? {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while filled - taken == Self.batchesAhead, !isStopped { pthread_cond_wait(change, lock) }
    return isStopped ? nil : filled % Self.batchesAhead
  }

  private func fill(_ place: Int) -> Result<Batch, RecordingError> {
    do throws(RecordingError) {
      let count = try reader.nextBatch(into: buffers[place])
      return .success(
        Batch(
          ticks: UnsafeBufferPointer(rebasing: buffers[place][..<count]), counts: reader.counts,
          progress: reader.progress))
    } catch {
      return .failure(error)
    }
  }

  /// The next batch; the one before is given back.
  ///
  /// - Returns: The batch, which stands until the next call; without ticks at the end.
  /// - Throws: What is wrong with the input, and where.
  func next() throws(RecordingError) -> Batch {
    guard isThreaded else { return try fill(0).get() }
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    if isHeld {
      taken += 1
      isHeld = false
      pthread_cond_signal(change)
    }
    while filled == taken { pthread_cond_wait(change, lock) }
    isHeld = true
    guard let result = results[taken % Self.batchesAhead] else {
      preconditionFailure("a filled place holds a batch")
    }
    return try result.get()
  }

  /// Whether the engine holds the batch at `taken`.
  private var isHeld = false

  /// Says that no more ticks are wanted.
  func stop() {
    pthread_mutex_lock(lock)
    isStopped = true
    pthread_cond_signal(change)
    pthread_mutex_unlock(lock)
  }
}
