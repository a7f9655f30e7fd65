public import Money

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
  /// The Sharpe ratio; nil under three days, or when the returns do not vary.
  public let sharpe: RoundedNumber?
  /// The Sortino ratio; nil under three days, or when no day lost.
  public let sortino: RoundedNumber?

  /// Fewer daily values than this make no ratio.
  public static let fewestDays = 3

  /// The ratios of daily portfolio values, oldest first; nil ratios when a value to divide by is not
  /// positive.
  public init(dailyValues: [Amount]) {
    guard dailyValues.count >= Self.fewestDays,
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
    sharpe = Self.annualised(mean, per: variance)
    sortino = Self.annualised(mean, per: downside)
  }

  private static func annualised(_ mean: Double, per variance: Double) -> RoundedNumber? {
    guard variance > 0 else { return nil }
    return RoundedNumber(mean / variance.squareRoot() * (252.0).squareRoot())
  }
}
