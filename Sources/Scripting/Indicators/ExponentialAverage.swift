/// An exponential average seeded by the simple mean of its first n values.
///
/// As in TA-Lib: `EMA` weighs a new value by 2/(n+1), Wilder's average (`RMA`, and inside `RSI`,
/// `ATR`) by 1/n; both are e ← e + w·(x − e).
struct ExponentialAverage: Sendable {
  private let period: Int
  private let weight: Double
  private var seen = 0
  private var average = 0.0

  private init(period: Int, weight: Double) {
    self.period = period
    self.weight = weight
  }

  /// The usual exponential average (TA-Lib `EMA`).
  static func exponential(period: Int) -> ExponentialAverage {
    ExponentialAverage(period: period, weight: 2 / (Double(period) + 1))
  }

  /// Wilder's average (TA-Lib `RMA`); "New Concepts in Technical Trading Systems", 1978.
  static func wilder(period: Int) -> ExponentialAverage {
    ExponentialAverage(period: period, weight: 1 / Double(period))
  }

  /// The average; nil before the seed is complete.
  var value: Double? { seen == period ? average : nil }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    guard seen < period else {
      // A period of one means no smoothing; e + (x − e) may differ from x in the last bit.
      average = period == 1 ? value : average + weight * (value - average)
      return
    }
    seen += 1
    average += value
    if seen == period { average /= Double(period) }
  }
}

extension ExponentialAverage: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

/// Wilder's relative strength index, from 0 to 100 (TA-Lib `RSI`).
///
/// Ready after n changes, that is n + 1 values; 0 when nothing moved, as in TA-Lib.
struct RelativeStrength: Sendable {
  private var gains: ExponentialAverage
  private var losses: ExponentialAverage
  private var previous: Double?

  /// The index over this many changes.
  init(period: Int) {
    gains = .wilder(period: period)
    losses = .wilder(period: period)
  }

  /// The index; nil before enough changes.
  var value: Double? {
    guard let gain = gains.value, let loss = losses.value else { return nil }
    let total = gain + loss
    return total < smallestQuantity ? 0 : 100 * (gain / total)
  }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    if let previous {
      gains.update(max(0, value - previous))
      losses.update(max(0, previous - value))
    }
    previous = value
  }
}

extension RelativeStrength: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

/// What TA-Lib takes for zero (`TA_EPSILON`).
let smallestQuantity = 1e-14

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

extension ConvergenceDivergence: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    let lines = values
    return packed(lines?.macd, lines?.signal, lines?.histogram)
  }
}
