public import Market
import Money

/// What a tick file contains, found by reading all of it.
public struct TickFileInfo: Sendable {
  /// What is known of one instrument's ticks.
  public struct Symbol: Hashable, Sendable {
    /// Its text.
    public let symbol: String
    /// How many ticks it has.
    public let ticks: Int
    /// The time of its first tick.
    public let first: EventTime
    /// The time of its last tick.
    public let last: EventTime
  }

  /// The file as it was named by the user.
  public let file: String
  /// Bytes of the file; nil for streams.
  public private(set) var byteCount: Int?
  /// The instruments in the order of their first tick.
  public private(set) var symbols: [Symbol] = []
  /// Ticks, skipped rows, crossed quotes, gaps, and damage.
  public private(set) var counts = TickReadCounts()
  /// The time of the first tick; nil when there is none.
  public private(set) var first: EventTime?
  /// The time of the last tick; nil when there is none.
  public private(set) var last: EventTime?
  /// The longest time between two ticks that follow each other, and where it begins.
  public private(set) var longestPause: (start: EventTime, nanoseconds: Int64)?
  /// What only recordings have; nil for CSV.
  public private(set) var recording: Recording?
  /// Why reading ended early; nil when it did not.
  public private(set) var error: RecordingError?

  /// What is known of a recording as such.
  public struct Recording: Sendable {
    /// How much it keeps of a tick.
    public internal(set) var width = RecordWidth.full
    /// Blocks that were read; the checksums of all of them are right.
    public internal(set) var blocks = 0
    /// Events that are no ticks.
    public internal(set) var events = 0
    /// The gaps, at most ``gapsMax`` of them.
    public internal(set) var gaps: [RecordedGap] = []
    /// Named facts, in the order of writing.
    public internal(set) var metadata: [(key: String, value: String)] = []
    /// Whether its writer closed it, so that its end is its end.
    public internal(set) var isClosed = false

    /// Gaps that are kept at most; ``TickReadCounts/gaps`` counts all.
    public static let gapsMax = 1_000
  }

  /// Reads a file.
  ///
  /// Content that is malformed or damaged does not throw: ``error`` has it, beside what was read
  /// before.
  ///
  /// - Parameters:
  ///   - file: The file; `-` is standard input.
  ///   - options: How to read it.
  /// - Throws: That the file cannot be opened, or is no tick file.
  public init(_ file: String, options: TickReadOptions = TickReadOptions()) throws(RecordingError) {
    self.file = file
    if try TickFile.isRecording(file), options.from == nil, options.to == nil {
      try readRecording()
    } else {
      try readTicks(options)
    }
  }

  private mutating func readTicks(_ options: TickReadOptions) throws(RecordingError) {
    let registry = SymbolRegistry()
    let source = try TickFile.open(file, options: options, registry: registry)
    var tally = TickTally()
    let buffer = UnsafeMutableBufferPointer<Tick>.allocate(capacity: 512)
    buffer.initialize(repeating: .blank)
    defer { buffer.deallocate() }
    do throws(RecordingError) {
      while true {
        let count = try source.nextBatch(into: buffer)
        if count == 0 { break }
        for tick in buffer[..<count] { tally.add(tick) }
      }
    } catch {
      self.error = error
    }
    counts = source.counts
    byteCount = source.progress.total
    take(tally, registry)
  }

  private mutating func readRecording() throws(RecordingError) {
    let reader = try RecordingReader(file)
    var tally = TickTally()
    var details = Recording()
    do throws(RecordingError) {
      try reader.forEach { run in
        details.isClosed = false
        tally.add(run)
      } entry: { entry in
        details.isClosed = false
        switch entry {
        case .tick(let tick): tally.add(tick)
        case .gap(let gap):
          counts.gaps += 1
          if details.gaps.count < Recording.gapsMax { details.gaps.append(gap) }
        case .event: details.events += 1
        case .metadata(let key, let value): details.metadata.append((key, value))
        case .end: details.isClosed = true
        }
      }
    } catch {
      self.error = error
    }
    details.width = reader.width
    details.blocks = reader.blockCount
    if let damage = reader.damage { counts.damage = [damage] }
    counts.ticks = tally.ticks
    counts.crossedQuotes = tally.crossedQuotes
    byteCount = reader.byteCount
    recording = details
    take(tally, reader.registry)
  }

  private mutating func take(_ tally: TickTally, _ registry: SymbolRegistry) {
    first = tally.first
    last = tally.last
    longestPause = tally.longestPause
    symbols = tally.order.map { id in
      let row = tally.rows[id.position]
      return Symbol(
        symbol: registry.table[id].symbol, ticks: row.ticks,
        first: EventTime(nanoseconds: row.first), last: EventTime(nanoseconds: row.last))
    }
  }
}
