public import Market
import Money
public import Trading

/// What a session leaves behind: its strategies and the account they share.
///
/// With one strategy the account is that strategy's book, and the JSON is one flat object. With
/// several, each has its own book and the account holds the sums.
public struct SessionReport: Sendable {
  /// Where ticks came from and orders went.
  public var mode: SessionMode
  /// One or more strategies, in the order of the command line.
  public var strategies: [StrategyReport]
  /// All ticks of the session.
  public var feed: FeedReport
  /// The totals over all strategies.
  public var account: AccountReport
  /// The statistics over all strategies.
  public var statistics: Statistics
  /// What the user should know: crossed quotes, a symbol that never ticked.
  public var warnings: [String]
  /// The lines that corrected the calendar; empty when it was as the program has it.
  public var calendarCorrections: [String] = []
  /// The hash of all decisions; see ``DecisionHash``.
  public var decisionHash: String
  /// How fast it was.
  public var performance: PerformanceReport

  /// The report of a session of one strategy.
  public init(
    mode: SessionMode, strategy: StrategyReport, warnings: [String] = [],
    performance: PerformanceReport
  ) {
    self.init(
      mode: mode, strategies: [strategy], feed: strategy.feed, account: strategy.account,
      statistics: strategy.statistics, warnings: warnings, decisionHash: strategy.decisionHash,
      performance: performance)
  }

  /// The report of a session of several strategies.
  public init(
    mode: SessionMode, strategies: [StrategyReport], feed: FeedReport, account: AccountReport,
    statistics: Statistics, warnings: [String] = [], decisionHash: String,
    performance: PerformanceReport
  ) {
    self.mode = mode
    self.strategies = strategies
    self.feed = feed
    self.account = account
    self.statistics = statistics
    self.warnings = warnings
    self.decisionHash = decisionHash
    self.performance = performance
  }

  /// What the account holds, each symbol once.
  public var positions: [AccountPosition] {
    AccountPosition.all(
      of: strategies.lazy.flatMap { strategy in
        strategy.positions.map { AccountPosition.Share(strategy: strategy.name, position: $0) }
      })
  }
}

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

/// How fast a run was; the only part of a report that differs between two runs.
public struct PerformanceReport: Equatable, Sendable {
  /// Wall-clock time.
  public var elapsed: Duration
  /// Ticks in that time.
  public var ticks: Int64
  /// The most memory the process held, in bytes.
  public var peakMemoryBytes: Int64

  /// A measurement.
  public init(elapsed: Duration, ticks: Int64, peakMemoryBytes: Int64) {
    self.elapsed = elapsed
    self.ticks = ticks
    self.peakMemoryBytes = peakMemoryBytes
  }

  /// Seconds, to a millionth.
  public var elapsedSeconds: RoundedNumber {
    RoundedNumber(elapsedNanoseconds, over: 1_000_000_000) ?? .zero
  }

  /// Whole ticks a second; nil when no time passed.
  public var ticksPerSecond: Int64? {
    guard elapsedNanoseconds > 0 else { return nil }
    return Int64(
      clamping: roundedHalfAway(
        Int128(ticks) * 1_000_000_000, dividedBy: elapsedNanoseconds))
  }

  private var elapsedNanoseconds: Int128 {
    let (seconds, attoseconds) = elapsed.components
    return Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
  }
}
