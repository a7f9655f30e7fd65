public import Market
import Money

/// The ticks of one file, or of several merged by time.
///
/// ```swift
/// let reader = try TickReader(files: ["day.csv", "more.csv.gz"])
/// var tick = Tick.blank
/// while try reader.next(into: &tick) { … }
/// ```
///
/// Hot loops take batches by ``nextBatch(into:)`` instead. Not thread-safe.
public final class TickReader: TickSource {
  /// The instruments of the session and of the files; it grows while ticks are read.
  public let registry: SymbolRegistry

  private let source: any TickSource
  private let buffer: UnsafeMutableBufferPointer<Tick>
  private var position = 0
  private var available = 0

  /// Ticks that ``next(into:)`` reads at once.
  private static let batchSize = 256

  /// Opens tick files.
  ///
  /// A file is what its content says: a recording, gzip, or CSV text.
  ///
  /// - Parameters:
  ///   - files: Paths; `-` is standard input. At least one.
  ///   - options: How to read them.
  ///   - registry: The session's instruments, first; the files' symbols are added.
  /// - Throws: A file that cannot be opened, or a header that is not one.
  public init(
    files: [String], options: TickReadOptions = TickReadOptions(),
    registry: SymbolRegistry = SymbolRegistry()
  ) throws(RecordingError) {
    precondition(!files.isEmpty, "there is at least one file")
    var sources: [any TickSource] = []
    for file in files {
      sources.append(try TickFile.open(file, options: options, registry: registry))
    }
    self.registry = registry
    source = sources.count == 1 ? sources[0] : MergedTickSource(sources)
    buffer = .allocate(capacity: Self.batchSize)
    buffer.initialize(repeating: Tick.blank)
  }

  deinit { buffer.deallocate() }

  /// Fills a buffer with the next ticks; 0 at the end (see ``TickSource``).
  public func nextBatch(into buffer: UnsafeMutableBufferPointer<Tick>) throws(RecordingError)
    -> Int
  {
    guard position == available else {
      let count = min(available - position, buffer.count)
      for index in 0..<count { buffer[index] = self.buffer[position + index] }
      position += count
      return count
    }
    return try source.nextBatch(into: buffer)
  }

  /// The next tick.
  ///
  /// - Parameter tick: Set to the tick; left alone at the end.
  /// - Returns: Whether there was one.
  /// - Throws: What is wrong with the input, and where.
  public func next(into tick: inout Tick) throws(RecordingError) -> Bool {
    if position == available {
      position = 0
      available = 0
      available = try source.nextBatch(into: buffer)
      guard available > 0 else { return false }
    }
    tick = buffer[position]
    position += 1
    return true
  }

  /// The narrowest record that holds everything the files' ticks may say.
  public var recordWidth: RecordWidth { source.recordWidth }

  /// What has been met so far; ticks that ``next(into:)`` has not handed out yet do not count.
  public var counts: TickReadCounts {
    var counts = source.counts
    counts.ticks -= available - position
    return counts
  }

  /// How much has been consumed.
  public var progress: TickReadProgress { source.progress }
}

/// How tick files are read.
public struct TickReadOptions: Hashable, Sendable {
  /// The symbol of files without a symbol column (`--symbol`); nil when each file has one.
  public var symbol: String?
  /// The same for files that are named one by one (`--symbol FILE=SYMBOL`).
  public var fileSymbols = FileSymbols()
  /// Whether malformed rows are counted instead of refused (`--skip-bad-rows`).
  public var skipsBadRows: Bool
  /// The first moment that is read, inclusive; nil from the beginning.
  public var from: EventTime?
  /// The moment where reading ends, exclusive; nil to the end.
  public var to: EventTime?
  /// Whether time may go backwards in a file; only sorting wants that.
  public var allowsAnyOrder: Bool

  /// The options of a plain reading: everything, strictly.
  public init(
    symbol: String? = nil, skipsBadRows: Bool = false, from: EventTime? = nil,
    to: EventTime? = nil, allowsAnyOrder: Bool = false
  ) {
    self.symbol = symbol
    self.skipsBadRows = skipsBadRows
    self.from = from
    self.to = to
    self.allowsAnyOrder = allowsAnyOrder
  }

  /// The symbol of one file; nil when it has a symbol column.
  func symbol(of file: String) -> String? { fileSymbols.symbol(of: file) ?? symbol }

  /// The moments between ``from`` and ``to``.
  var wanted: WantedTimes {
    WantedTimes(
      first: from?.nanoseconds ?? 0, last: to.map { max($0.nanoseconds, 0) - 1 } ?? .max)
  }
}

/// The moments a reading is about, in nanoseconds since 1970; none when `first` is above `last`.
struct WantedTimes {
  /// The first moment.
  let first: Int64
  /// The last moment, inclusive.
  let last: Int64

  /// All moments.
  static let all = WantedTimes(first: 0, last: .max)

  /// Whether a moment is among them.
  @inline(__always)
  func contains(_ nanoseconds: Int64) -> Bool { nanoseconds >= first && nanoseconds <= last }
}

extension Tick {
  /// A tick of nothing, to initialise buffers with.
  public static let blank = Tick(
    time: EventTime(nanoseconds: 0), instrument: InstrumentID(index: 0), bid: .zero, ask: .zero,
    ltp: .zero)
}
