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
}
