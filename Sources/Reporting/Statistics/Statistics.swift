import Market
public import Money
public import Trading

/// What the finished trades and the equity curve of a strategy say about it.
///
/// A figure that the trades do not define is nil, never zero.
public struct Statistics: Equatable, Sendable {
  /// Trips from flat to flat; open positions do not count.
  public let trades: Int64
  /// Trades that made money.
  public let wins: Int64
  /// Trades that lost money; one that ended at exactly zero is neither.
  public let losses: Int64
  /// Winning trades in percent of all, 0 to 100; nil without trades.
  public let winRate: RoundedNumber?
  /// What the winners made over what the losers lost; nil without losses.
  public let profitFactor: RoundedNumber?
  /// The largest fall of the portfolio value from its peak, zero or positive.
  public let maxDrawdown: Amount
  /// That fall in percent of the peak it started from.
  public let maxDrawdownPercent: RoundedNumber
  /// Annualised return over deviation; see ``RiskRatios``.
  public let sharpe: RoundedNumber?
  /// Annualised return over downside deviation; see ``RiskRatios``.
  public let sortino: RoundedNumber?
  /// The mean result of a trade, rounded half away from zero to a millionth; nil without trades.
  public let expectancy: Amount?
  /// The mean time from open to flat, in seconds; nil without trades.
  public let averageHoldSeconds: RoundedNumber?

  /// The statistics of finished trades and of an equity curve.
  public init(trades: TradeTally, equity: EquityCurve) {
    self.init(
      trades: trades, maxDrawdown: equity.maxDrawdown, drawdownPeak: equity.drawdownPeak,
      dailyValues: equity.dailyValues)
  }

  /// The statistics of finished trades, a drawdown and daily values.
  ///
  /// - Parameters:
  ///   - tally: The finished trades.
  ///   - maxDrawdown: The largest fall from a peak, zero or positive.
  ///   - drawdownPeak: The peak it fell from.
  ///   - dailyValues: The last portfolio value of each Indian date, oldest first.
  public init(
    trades tally: TradeTally, maxDrawdown: Amount, drawdownPeak: Amount,
    dailyValues: [Amount]
  ) {
    trades = tally.count
    wins = tally.wins
    losses = tally.losses
    winRate = RoundedNumber(Int128(tally.wins) * 100, over: Int128(tally.count))
    profitFactor = RoundedNumber(tally.gainedMicros, over: tally.lostMicros)
    self.maxDrawdown = maxDrawdown
    maxDrawdownPercent = .percentage(of: maxDrawdown, in: drawdownPeak)
    let ratios = RiskRatios(dailyValues: dailyValues)
    sharpe = ratios.sharpe
    sortino = ratios.sortino
    // The mean of 64-bit amounts lies within them.
    let mean =
      tally.count == 0
      ? nil : roundedHalfAway(tally.netMicros, dividedBy: Int128(tally.count))
    expectancy = mean.map { Amount(micros: Int64(clamping: $0)) }
    averageHoldSeconds = RoundedNumber(
      tally.heldNanoseconds, over: Int128(tally.count) * 1_000_000_000)
  }
}
