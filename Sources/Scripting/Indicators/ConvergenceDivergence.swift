/// Appel's moving average convergence and divergence (TA-Lib `MACD`).
///
/// As in TA-Lib both averages begin at the same value: the fast one is seeded by the last of the
/// slow one's seed, the signal by the first differences; nothing is ready before the signal is; and
/// a fast period above the slow one changes places with it.
struct ConvergenceDivergence: Sendable {
  private var fast: ExponentialAverage
  private var slow: ExponentialAverage
  private var signal: ExponentialAverage
  private var skipped: Int
  private var difference = 0.0

  /// The difference of two averages, and its average over `signal` values.
  init(fast: Int, slow: Int, signal: Int) {
    self.fast = .exponential(period: min(fast, slow))
    self.slow = .exponential(period: max(fast, slow))
    self.signal = .exponential(period: signal)
    skipped = abs(slow - fast)
  }

  /// The difference, its signal line and what is between them; nil before all are ready.
  var values: (macd: Double, signal: Double, histogram: Double)? {
    guard let line = signal.value else { return nil }
    return (difference, line, difference - line)
  }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    slow.update(value)
    if skipped > 0 { skipped -= 1 } else { fast.update(value) }
    guard let quick = fast.value, let steady = slow.value else { return }
    difference = quick - steady
    signal.update(difference)
  }
}
