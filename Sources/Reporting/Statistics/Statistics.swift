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
  public init(trades results: [TradeResult], equity: EquityCurve) {
    self.init(
      trades: results, maxDrawdown: equity.maxDrawdown, drawdownPeak: equity.drawdownPeak,
      dailyValues: equity.dailyValues)
  }

  /// The statistics of finished trades, a drawdown and daily values.
  ///
  /// - Parameters:
  ///   - results: The finished trades, in any order.
  ///   - maxDrawdown: The largest fall from a peak, zero or positive.
  ///   - drawdownPeak: The peak it fell from.
  ///   - dailyValues: The last portfolio value of each Indian date, oldest first.
  public init(
    trades results: [TradeResult], maxDrawdown: Amount, drawdownPeak: Amount,
    dailyValues: [Amount]
  ) {
    var wins: Int64 = 0
    var losses: Int64 = 0
    var gained: Int128 = 0
    var lost: Int128 = 0
    var heldNanoseconds: Int128 = 0
    for trade in results {
      let micros = Int128(trade.realized.micros)
      if micros > 0 {
        wins += 1
        gained += micros
      } else if micros < 0 {
        losses += 1
        lost -= micros
      }
      heldNanoseconds +=
        Int128(trade.closedAt.nanoseconds) - Int128(trade.openedAt.nanoseconds)
    }
    let count = Int128(results.count)
    self.trades = Int64(results.count)
    self.wins = wins
    self.losses = losses
    winRate = RoundedNumber(Int128(wins) * 100, over: count)
    profitFactor = RoundedNumber(gained, over: lost)
    self.maxDrawdown = maxDrawdown
    maxDrawdownPercent = .percentage(of: maxDrawdown, in: drawdownPeak)
    let ratios = RiskRatios(dailyValues: dailyValues)
    sharpe = ratios.sharpe
    sortino = ratios.sortino
    // The mean of 64-bit amounts lies within them.
    expectancy =
      count == 0
      ? nil
      : Amount(micros: Int64(clamping: roundedHalfAway(gained - lost, dividedBy: count)))
    averageHoldSeconds = RoundedNumber(heldNanoseconds, over: count * 1_000_000_000)
  }
}
