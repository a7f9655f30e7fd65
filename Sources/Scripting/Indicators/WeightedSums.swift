/// The sum and the linearly weighted sum of the last n values, the newest weighing n.
///
/// Both are kept running and rebuilt once a turn of the ring.
struct WeightedSums: Sendable {
  private var window: SlidingWindow
  private var plain = 0.0
  private var weighted = 0.0

  /// The sums of this many values.
  init(period: Int) { window = SlidingWindow(size: period) }

  /// The mean of the window weighted 1 to n; nil until it is full.
  var weightedMean: Double? {
    guard window.isFull else { return nil }
    let size = Double(window.size)
    return weighted / (size * (size + 1) / 2)
  }

  /// The last point of the least-squares line through the window; nil until it is full.
  ///
  /// For evenly spaced values this is three weighted means less two plain ones.
  var regressionEnd: Double? {
    guard let weightedMean else { return nil }
    let mean = plain / Double(window.size)
    return mean + 3 * (weightedMean - mean)
  }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    let before = plain
    let fallen = window.push(value)
    if window.hasWrapped {
      rebuild()
    } else if let fallen {
      plain += value - fallen
      weighted += Double(window.size) * value - before
    } else {
      plain += value
      weighted += Double(window.count) * value
    }
  }

  private mutating func rebuild() {
    plain = 0
    weighted = 0
    var weight = 1.0
    for value in window.values {
      plain += value
      weighted += weight * value
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
