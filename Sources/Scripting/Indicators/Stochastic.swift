/// Lane's slow stochastic oscillator, from 0 to 100 (TA-Lib `STOCH` with simple averages).
///
/// The place of the close between the lowest low and the highest high of the last bars, smoothed
/// twice; 0 where there is no range. Both lines are ready together.
struct Stochastic: Sendable {
  private var highest: WindowExtreme
  private var lowest: WindowExtreme
  private var smooth: WindowMean
  private var signal: WindowMean

  /// `period` bars looked at (TA-Lib's `fastk_period`), smoothed over `smoothing` (`slowk_period`),
  /// and its signal over `signal` (`slowd_period`).
  init(period: Int, smoothing: Int, signal: Int) {
    highest = .highest(period: period)
    lowest = .lowest(period: period)
    smooth = WindowMean(period: smoothing)
    self.signal = WindowMean(period: signal)
  }

  /// The smoothed line and its signal; nil before both are ready.
  var values: (k: Double, d: Double)? {
    guard let line = smooth.value, let mean = signal.value else { return nil }
    return (line, mean)
  }

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    highest.update(bar.high)
    lowest.update(bar.low)
    guard let top = highest.value, let bottom = lowest.value else { return }
    smooth.update(top == bottom ? 0 : (bar.close - bottom) / ((top - bottom) / 100))
    if let line = smooth.value { signal.update(line) }
  }
}
