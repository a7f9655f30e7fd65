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

extension Stochastic: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    let lines = values
    return packed(lines?.k, lines?.d)
  }
}

/// Lambert's commodity channel index (TA-Lib `CCI`).
///
/// The typical price's distance from its mean, in 0.015 mean absolute deviations; 0 where there is no
/// distance. Both are taken from the newest price, so that high prices cost no digits, and afresh at each
/// update: n steps.
struct CommodityChannel: Sendable {
  private var window: SlidingWindow
  private let size: Double
  private(set) var value: Double?

  /// The index over this many bars.
  init(period: Int) {
    window = SlidingWindow(size: period)
    size = Double(window.size)
  }

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    let price = bar.typicalPrice
    _ = window.push(price)
    guard window.isFull else { return }
    var sum = RunningSum()
    for value in window.values { sum.add(value - price) }
    let mean = sum.value / size
    // A third of a sum may be off in its last bits: so near is no distance.
    guard abs(mean) > 2 * .ulpOfOne * abs(price) else { return value = 0 }
    let deviation = window.values.reduce(0) { $0 + abs($1 - price - mean) } / size
    value = -mean / (0.015 * deviation)
  }
}

extension CommodityChannel: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}
