import Glibc
import Market

/// The ticks of unordered files in the order of time, by sorting on disk: equal times keep their order.
///
/// Memory holds ``runLength`` ticks and a small buffer for each run; a run is a recording that has no
/// name any more, so that nothing is left behind, whatever happens.
final class SortedTickSource: TickSource {
  private let source: any TickSource
  private let runs: MergedTickSource

  /// Ticks sorted in memory at once: 20 MiB.
  static let runLength = 1 << 18

  /// Sorts ticks.
  ///
  /// - Parameters:
  ///   - source: The ticks, in any order.
  ///   - registry: Their instruments.
  ///   - folder: Where the runs are kept.
  ///   - runLength: Ticks sorted in memory at once.
  /// - Throws: What is wrong with the ticks, or why a run cannot be written.
  init(
    _ source: any TickSource, registry: SymbolRegistry, folder: String,
    runLength: Int = SortedTickSource.runLength
  ) throws(RecordingError) {
    self.source = source
    let buffer = UnsafeMutableBufferPointer<Tick>.allocate(capacity: runLength)
    buffer.initialize(repeating: .blank)
    defer { buffer.deallocate() }
    var sources: [any TickSource] = []
    var count = 0
    repeat {
      count = try Self.fill(buffer, from: source)
      if count > 0 {
        sources.append(
          try Self.run(
            buffer[..<count], registry, source.recordWidth,
            "\(folder)/.sauda-\(getpid())-\(sources.count)"))
      }
    } while count == runLength
    runs = MergedTickSource(sources)
  }

  func nextBatch(into buffer: UnsafeMutableBufferPointer<Tick>) throws(RecordingError) -> Int {
    try runs.nextBatch(into: buffer)
  }

  var recordWidth: RecordWidth { source.recordWidth }

  var counts: TickReadCounts { source.counts }

  var progress: TickReadProgress { runs.progress }

  private static func fill(_ buffer: UnsafeMutableBufferPointer<Tick>, from source: any TickSource)
    throws(RecordingError) -> Int
  {
    var count = 0
    while count < buffer.count {
      let got = try source.nextBatch(
        into: UnsafeMutableBufferPointer(rebasing: buffer[count...]))
      if got == 0 { break }
      count += got
    }
    return count
  }

  /// Writes ticks in order to a file, and opens it.
  private static func run(
    _ ticks: Slice<UnsafeMutableBufferPointer<Tick>>, _ registry: SymbolRegistry,
    _ width: RecordWidth, _ path: String
  ) throws(RecordingError) -> any TickSource {
    let order = ticks.indices.sorted {
      (ticks[$0].time.nanoseconds, $0) < (ticks[$1].time.nanoseconds, $1)
    }
    let writer = try RecordingWriter(
      creating: path, flushInterval: RecordingWriter.neverFlush, width: width, replacing: true)
    defer { unlink(path) }
    for index in order { try writer.append(ticks[index], of: registry.table) }
    try writer.flush()
    return RecordingTickSource(try TickFile.recording(try OpenFile(path), registry: registry))
  }
}
