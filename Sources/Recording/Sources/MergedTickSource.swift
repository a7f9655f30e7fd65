import Market

/// The ticks of several sources in the order of time.
///
/// Equal times come in the order of the sources, and within one source in its own order.
final class MergedTickSource: TickSource {
  /// A source with the ticks it has delivered ahead.
  private struct Lane {
    let source: any TickSource
    let buffer: UnsafeMutableBufferPointer<Tick>
    var position = 0
    var count = 0

    var time: Int64 { buffer[position].time.nanoseconds }
  }

  private var lanes: [Lane]
  /// Indexes of the lanes that have ticks, a binary heap by time and then by index.
  private var heap: [Int] = []
  private var isPrimed = false
  private var failure: RecordingError?

  /// Ticks each source delivers ahead: 10 KiB a source.
  private static let ahead = 128

  /// A merger of these sources, which nothing else reads from.
  init(_ sources: [any TickSource]) {
    lanes = sources.map { source in
      let buffer = UnsafeMutableBufferPointer<Tick>.allocate(capacity: Self.ahead)
      buffer.initialize(repeating: Tick.blank)
      return Lane(source: source, buffer: buffer)
    }
  }

  deinit { for lane in lanes { lane.buffer.deallocate() } }

  func nextBatch(into buffer: UnsafeMutableBufferPointer<Tick>) throws(RecordingError) -> Int {
    if let failure { throw failure }
    var count = 0
    do throws(RecordingError) {
      if !isPrimed { try prime() }
      while count < buffer.count, let lane = heap.first {
        count += copyRun(of: lane, into: buffer, from: count)
        if lanes[lane].position == lanes[lane].count, try !refill(lane) { removeTop() }
        siftDown(0)
      }
    } catch {
      failure = error
      guard count > 0 else { throw error }
    }
    return count
  }

  var recordWidth: RecordWidth {
    lanes.reduce(.narrow) { width, lane in max(width, lane.source.recordWidth) }
  }

  var counts: TickReadCounts {
    var sum = TickReadCounts()
    for lane in lanes {
      sum.add(lane.source.counts)
      // What was read ahead is not delivered yet.
      sum.ticks -= lane.count - lane.position
    }
    return sum
  }

  var progress: TickReadProgress {
    lanes.reduce(TickReadProgress(consumed: 0, total: 0)) { sum, lane in
      let part = lane.source.progress
      return TickReadProgress(
        consumed: sum.consumed + part.consumed,
        total: part.total.flatMap { total in sum.total.map { $0 + total } })
    }
  }

  /// Copies ticks of the first lane as long as no other lane comes before them.
  private func copyRun(
    of lane: Int, into buffer: UnsafeMutableBufferPointer<Tick>, from start: Int
  ) -> Int {
    let limit = min(lanes[lane].count - lanes[lane].position, buffer.count - start)
    var rival = Int64.max
    var winsTies = true
    for child in 1...2 where child < heap.count {
      let other = heap[child]
      if lanes[other].time < rival || (lanes[other].time == rival && other < lane) {
        rival = lanes[other].time
        winsTies = lane < other
      }
    }
    let source = lanes[lane].buffer
    let position = lanes[lane].position
    var count = 0
    while count < limit {
      let time = source[position + count].time.nanoseconds
      guard time < rival || (time == rival && winsTies) else { break }
      buffer[start + count] = source[position + count]
      count += 1
    }
    lanes[lane].position += count
    return count
  }

  private func prime() throws(RecordingError) {
    isPrimed = true
    for lane in lanes.indices where try refill(lane) { heap.append(lane) }
    for position in heap.indices.reversed() { siftDown(position) }
  }

  private func refill(_ lane: Int) throws(RecordingError) -> Bool {
    lanes[lane].position = 0
    lanes[lane].count = 0
    lanes[lane].count = try lanes[lane].source.nextBatch(into: lanes[lane].buffer)
    return lanes[lane].count > 0
  }

  private func removeTop() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
  }

  private func siftDown(_ start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if comesBefore(heap[child], heap[least]) { least = child }
      }
      guard least != parent else { return }
      heap.swapAt(least, parent)
      parent = least
    }
  }

  private func comesBefore(_ left: Int, _ right: Int) -> Bool {
    (lanes[left].time, left) < (lanes[right].time, right)
  }
}
