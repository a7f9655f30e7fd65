public import Market

/// Ticks in the order of time, a batch at a time.
///
/// A batch of some hundred ticks makes the cost of the call vanish: one existential call, one
/// exclusive access, and then a plain loop over memory.
public protocol TickSource: AnyObject {
  /// Fills a buffer from its beginning.
  ///
  /// Ticks before a malformed row are delivered first; the error comes with the next call, and with
  /// every call after that.
  ///
  /// - Parameter buffer: Room for at least one tick, initialised.
  /// - Returns: How many ticks were written; 0 at the end, and only there.
  /// - Throws: What is wrong with the input, and where.
  func nextBatch(into buffer: UnsafeMutableBufferPointer<Tick>) throws(RecordingError) -> Int

  /// The narrowest record that holds everything these ticks may say.
  var recordWidth: RecordWidth { get }

  /// What has been met so far.
  var counts: TickReadCounts { get }

  /// How much has been consumed.
  var progress: TickReadProgress { get }
}

/// What a reading has met so far.
public struct TickReadCounts: Hashable, Sendable {
  /// Ticks delivered.
  public var ticks = 0
  /// Malformed rows that were skipped (``TickReadOptions/skipsBadRows``).
  public var skippedRows = 0
  /// Ticks delivered whose bid was above their ask; one-sided quotes are none of them.
  public var crossedQuotes = 0
  /// Gap markers met in recordings.
  public var gaps = 0
  /// What was cut off the end of recordings, one entry a file.
  public var damage: [RecordingDamage] = []
  /// What is no error, but should be known (``fileWarnings``).
  public internal(set) var remarks: [TickFileRemark] = []

  /// Nothing yet.
  public init() {}

  /// Takes what another reading has met into account.
  mutating func add(_ other: TickReadCounts) {
    ticks += other.ticks
    skippedRows += other.skippedRows
    crossedQuotes += other.crossedQuotes
    gaps += other.gaps
    damage += other.damage
    remarks += other.remarks
  }
}

/// How much of the input has been consumed.
public struct TickReadProgress: Hashable, Sendable {
  /// Bytes of the files consumed so far (compressed bytes of compressed files).
  public var consumed: Int
  /// Bytes there are; nil when an input has no known length, such as standard input.
  public var total: Int?

  /// Progress from its parts.
  public init(consumed: Int, total: Int?) {
    self.consumed = consumed
    self.total = total
  }

  /// The consumed share, from 0 to 1; nil when the length is unknown.
  public var fraction: Double? {
    guard let total else { return nil }
    return total > 0 ? min(1, Double(consumed) / Double(total)) : 1
  }
}
