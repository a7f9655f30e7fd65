/// The sum and the linearly weighted sum of the last n values, the newest weighing n.
///
/// Both are kept running and rebuilt once a turn of the ring.
struct WeightedSums: Sendable {
  private var window: SlidingWindow
  private var plain = RunningSum()
  private var weighted = RunningSum()
  private let count: RunningSum.Parts
  private let weights: RunningSum.Parts

  /// The sums of this many values.
  init(period: Int) {
    window = SlidingWindow(size: period)
    let size = Double(window.size)
    count = RunningSum.Parts(size)
    weights = RunningSum.Parts(size * (size + 1) / 2)
  }

  /// The mean of the window weighted 1 to n; nil until it is full.
  var weightedMean: Double? {
    window.isFull ? weighted.divided(into: weights) : nil
  }

  /// The last point of the least-squares line through the window; nil until it is full.
  ///
  /// For evenly spaced values this is three weighted means less two plain ones.
  var regressionEnd: Double? {
    guard let weightedMean else { return nil }
    let mean = plain.divided(into: count)
    return mean + 3 * (weightedMean - mean)
  }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    let fallen = window.push(value)
    guard !window.hasWrapped else { return rebuild() }
    if let fallen {
      weighted.subtract(plain)
      weighted.add(value, times: count.count)
      plain.add(value)
      plain.add(-fallen)
    } else {
      plain.add(value)
      weighted.add(value, times: Double(window.count))
    }
  }

  private mutating func rebuild() {
    plain = RunningSum()
    weighted = RunningSum()
    var weight = 1.0
    for value in window.values {
      plain.add(value)
      weighted.add(value, times: weight)
      weight += 1
    }
  }
}

/// The mean of the last n values weighted 1 to n, the newest most (TA-Lib `WMA`).
struct WeightedMean: Sendable {
  private var sums: WeightedSums

  /// The mean of this many values.
  init(period: Int) { sums = WeightedSums(period: period) }

  /// The mean; nil before the window is full.
  var value: Double? { sums.weightedMean }

  /// Takes the next value.
  mutating func update(_ value: Double) { sums.update(value) }
}

extension WeightedMean: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}

/// The last point of the least-squares line through the last n values (TA-Lib `LINEARREG`).
struct LinearRegression: Sendable {
  private var sums: WeightedSums

  /// The line through this many values.
  init(period: Int) { sums = WeightedSums(period: period) }

  /// The end of the line; nil before the window is full.
  var value: Double? { sums.regressionEnd }

  /// Takes the next value.
  mutating func update(_ value: Double) { sums.update(value) }
}

extension LinearRegression: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    return packed(value)
  }
}
