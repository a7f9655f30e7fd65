import CSupervisor
import Market
import Recording

/// Reads ticks ahead of the engine, on a thread of its own when the input is long.
///
/// Mapping pages, verifying checksums and reading numbers then cost the engine's thread nothing. One
/// thread asks for batches.
final class TickAhead: @unchecked Sendable {
  /// A batch, with what the reader had met by its end.
  private struct Batch {
    let ticks: UnsafeMutableBufferPointer<Tick>
    var count = 0
    var counts = TickReadCounts()
    var progress = TickReadProgress(consumed: 0, total: nil)
    var error: RecordingError?
  }

  /// Batches that may be ready at once.
  private static let depth = 16
  /// Bytes that an input must have for a thread to be worth its start.
  private static let worthThread = 1 << 19
  /// Nanoseconds after which a reader without room looks again, and the longest that grows to.
  private static let naps: (first: Int64, last: Int64) = (800_000, 3_200_000)

  /// What had been met by the end of the last batch that was handed out.
  private(set) var counts = TickReadCounts()
  /// How much had been consumed by then.
  private(set) var progress = TickReadProgress(consumed: 0, total: nil)

  private let reader: TickReader
  private let monitor = Monitor()
  private var thread: OwnThread?
  private var batches: [Batch]
  // Under the lock: batches filled and batches done with, and who waits.
  private var filled = 0
  private var finished = 0
  private var isTakerWaiting = false
  private var isOver = false
  /// Batches handed out.
  private var taken = 0

  /// Reads from a reader, which is this object's from now on.
  ///
  /// - Throws: ``Stop`` with exit code 74 when the system has no thread left.
  init(_ reader: TickReader, batchSize: Int) throws(Stop) {
    self.reader = reader
    batches = (0..<Self.depth).map { _ in
      let ticks = UnsafeMutableBufferPointer<Tick>.allocate(capacity: batchSize)
      ticks.initialize(repeating: Tick.blank)
      return Batch(ticks: ticks)
    }
    // A pipe may keep a reader waiting for ever, also when nobody wants its ticks any more.
    guard let total = reader.progress.total, total >= Self.worthThread else { return }
    thread = try OwnThread { [unowned(unsafe) self] in readOn() }
  }

  deinit {
    for batch in batches { batch.ticks.deallocate() }
  }

  /// The next ticks, which are there until the next call; none at the end.
  ///
  /// - Throws: ``Stop`` for what is wrong with the input, after the ticks before it.
  func next() throws(Stop) -> UnsafeBufferPointer<Tick> {
    let place = taken % Self.depth
    if thread == nil {
      fill(place)
    } else {
      waitForBatch()
    }
    taken += 1
    if let error = batches[place].error { throw Stop(error) }
    counts = batches[place].counts
    progress = batches[place].progress
    return UnsafeBufferPointer(rebasing: batches[place].ticks[..<batches[place].count])
  }

  /// Ends the reading; nothing may be asked for after it.
  func finish() {
    monitor.locked {
      isOver = true
      monitor.wake()
    }
    thread?.join()
    thread = nil
  }

  private func waitForBatch() {
    monitor.locked {
      finished = taken
      while filled == taken {
        isTakerWaiting = true
        monitor.wait()
      }
      isTakerWaiting = false
    }
  }

  /// What the thread does: fills batches until the input or the session ends.
  private func readOn() {
    var next = filled
    while waitForRoom(next) {
      let place = next % Self.depth
      fill(place)
      next += 1
      monitor.locked {
        filled = next
        if isTakerWaiting { monitor.wake() }
      }
      if batches[place].count == 0 || batches[place].error != nil { return }
    }
  }

  /// Waits until a batch may be filled; false when the session is over.
  ///
  /// The engine's thread wakes nobody for that: waking costs as much as hundreds of ticks, a nap that is
  /// short against the batches that are ready costs nothing.
  private func waitForRoom(_ next: Int) -> Bool {
    monitor.locked {
      var nap = Self.naps.first
      while next - finished >= Self.depth, !isOver {
        let deadline = supervisor_monotonic_nanoseconds() + nap
        while !isOver, monitor.wait(until: deadline) {}
        nap = min(nap * 2, Self.naps.last)
      }
      return !isOver
    }
  }

  private func fill(_ place: Int) {
    do throws(RecordingError) {
      batches[place].count = try reader.nextBatch(into: batches[place].ticks)
    } catch {
      batches[place].count = 0
      batches[place].error = error
    }
    batches[place].counts = reader.counts
    batches[place].progress = reader.progress
  }
}
