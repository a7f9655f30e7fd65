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

  /// Daily returns: dates on which a declared symbol ticked.
  public let days: Int64

  /// The statistics of finished trades and of a portfolio's values.
  ///
  /// - Parameters:
  ///   - tally: The finished trades.
  ///   - initial: What the portfolio began with: the value of day zero.
  ///   - maxDrawdown: The largest fall from a peak, zero or positive.
  ///   - drawdownPeak: The peak it fell from.
  ///   - dailyValues: The last portfolio value of each Indian date with ticks, oldest first.
  public init(
    trades tally: TradeTally, initial: Amount, maxDrawdown: Amount, drawdownPeak: Amount,
    dailyValues: [Amount]
  ) {
    trades = tally.count
    wins = tally.wins
    losses = tally.losses
    winRate = RoundedNumber(Int128(tally.wins) * 100, over: Int128(tally.count))
    profitFactor = RoundedNumber(tally.gainedMicros, over: tally.lostMicros)
    self.maxDrawdown = maxDrawdown
    maxDrawdownPercent = .percentage(of: maxDrawdown, in: drawdownPeak)
    days = Int64(dailyValues.count)
    let ratios = RiskRatios(dailyValues: [initial] + dailyValues)
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

/// Return per unit of risk, from one portfolio value a day, annualised over 252 trading days.
///
/// With daily returns `rᵢ = vᵢ / vᵢ₋₁ − 1`, `n` of them, their mean `m` and no risk-free rate:
///
/// - Sharpe = `m / s × √252`, where `s = √(Σ (rᵢ − m)² / (n − 1))` is the sample deviation
///   (W. F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management, 1994).
/// - Sortino = `m / d × √252`, where `d = √(Σ min(rᵢ, 0)² / n)` is the downside deviation over all
///   days (F. A. Sortino and L. N. Price, "Performance Measurement in a Downside Risk Framework",
///   Journal of Investing, 1994).
///
/// These are the only figures of a report that pass through floating point.
public struct RiskRatios: Equatable, Sendable {
  /// The Sharpe ratio; nil under two returns, or when the returns do not vary.
  public let sharpe: RoundedNumber?
  /// The Sortino ratio; nil under two returns, or when no day lost.
  public let sortino: RoundedNumber?

  /// Fewer daily returns than this make no ratio.
  public static let fewestReturns = 2
  /// Deviations up to this share of the largest return are zero to rounding.
  private static let rounding = 1e-12

  /// The ratios of daily portfolio values, that of day zero first; nil ratios when a value to divide by is
  /// not positive.
  public init(dailyValues: [Amount]) {
    guard dailyValues.count > Self.fewestReturns,
      dailyValues.dropLast().allSatisfy({ $0 > .zero })
    else {
      sharpe = nil
      sortino = nil
      return
    }
    // The difference is taken in integers, so that equal days give a return of exactly zero.
    let returns = zip(dailyValues, dailyValues.dropFirst()).map { before, after in
      Double(Int128(after.micros) - Int128(before.micros)) / Double(before.micros)
    }
    let count = Double(returns.count)
    let mean = returns.reduce(0, +) / count
    let variance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let downside = returns.reduce(0) { $0 + min($1, 0) * min($1, 0) } / count
    let least = returns.reduce(0) { max($0, abs($1)) } * Self.rounding
    sharpe = Self.annualised(mean, per: variance.squareRoot(), least)
    sortino = Self.annualised(mean, per: downside.squareRoot(), least)
  }

  private static func annualised(_ mean: Double, per deviation: Double, _ least: Double)
    -> RoundedNumber?
  {
    guard deviation > least else { return nil }
    return RoundedNumber(mean / deviation * (252.0).squareRoot())
  }
}
