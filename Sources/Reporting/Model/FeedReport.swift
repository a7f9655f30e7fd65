public import Market

/// What came in: how many ticks, over which span, and what was left out.
public struct FeedReport: Equatable, Sendable {
  /// Ticks that were processed.
  public var ticks: Int64
  /// The time of the first of them; nil without ticks.
  public var firstTick: EventTime?
  /// The time of the last of them; nil without ticks.
  public var lastTick: EventTime?
  /// Ticks of symbols that no script declares.
  public var ignoredTicks: Int64
  /// Malformed rows that were counted instead of refused; nil unless that was asked for.
  public var skippedRows: Int64?

  /// A feed; without more, one in which nothing was left out.
  public init(
    ticks: Int64, firstTick: EventTime?, lastTick: EventTime?, ignoredTicks: Int64 = 0,
    skippedRows: Int64? = nil
  ) {
    self.ticks = ticks
    self.firstTick = firstTick
    self.lastTick = lastTick
    self.ignoredTicks = ignoredTicks
    self.skippedRows = skippedRows
  }
}
