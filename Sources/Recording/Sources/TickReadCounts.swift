/// What a reading has met so far.
public struct TickReadCounts: Hashable, Sendable {
  /// Ticks delivered.
  public var ticks = 0
  /// Malformed rows that were skipped (``TickReadOptions/skipsBadRows``).
  public var skippedRows = 0
  /// Ticks delivered whose bid was above their ask.
  public var crossedQuotes = 0
  /// Gap markers met in recordings.
  public var gaps = 0
  /// What was cut off the end of recordings, one entry a file.
  public var damage: [RecordingDamage] = []

  /// Nothing yet.
  public init() {}

  /// Takes what another reading has met into account.
  mutating func add(_ other: TickReadCounts) {
    ticks += other.ticks
    skippedRows += other.skippedRows
    crossedQuotes += other.crossedQuotes
    gaps += other.gaps
    damage += other.damage
  }
}
