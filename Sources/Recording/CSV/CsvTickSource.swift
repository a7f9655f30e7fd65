import Market

/// The ticks of one CSV file.
final class CsvTickSource: TickSource {
  private var reader: CsvReader

  init(_ reader: consuming CsvReader) { self.reader = reader }

  func nextBatch(into buffer: UnsafeMutableBufferPointer<Tick>) throws(RecordingError) -> Int {
    try reader.nextBatch(into: buffer)
  }

  var recordWidth: RecordWidth { reader.recordWidth }

  var counts: TickReadCounts { reader.counts }

  var progress: TickReadProgress { reader.progress }
}
