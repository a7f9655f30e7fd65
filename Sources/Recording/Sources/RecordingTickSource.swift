import Market

/// The ticks of one recording.
final class RecordingTickSource: TickSource {
  private var cursor: RecordingCursor
  private var failure: RecordingError?

  init(_ cursor: consuming RecordingCursor) { self.cursor = cursor }

  func nextBatch(into buffer: UnsafeMutableBufferPointer<Tick>) throws(RecordingError) -> Int {
    if let failure { throw failure }
    guard let base = buffer.baseAddress else { return 0 }
    var tick = base
    do throws(RecordingError) {
      try cursor.takeTicks(upTo: base + buffer.count, at: &tick)
    } catch {
      failure = error
      guard tick > base else { throw error }
    }
    cursor.counts.ticks += tick - base
    return tick - base
  }

  var recordWidth: RecordWidth { cursor.width }

  var counts: TickReadCounts { cursor.counts }

  var progress: TickReadProgress { cursor.progress }
}
