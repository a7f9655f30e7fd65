/// Bollinger's bands around a simple mean, in population standard deviations (TA-Lib `BBANDS`).
struct BollingerBands: Sendable {
  private var moments: WindowDeviation
  private let above: Double
  private let below: Double

  /// Bands over this many values, `above` and `below` deviations from the mean.
  init(period: Int, above: Double, below: Double) {
    moments = WindowDeviation(period: period)
    self.above = above
    self.below = below
  }

  /// The bands; nil before the window is full.
  var values: (upper: Double, middle: Double, lower: Double)? {
    guard let mean = moments.mean, let deviation = moments.deviation else { return nil }
    return (mean + above * deviation, mean, mean - below * deviation)
  }

  /// Takes the next value.
  mutating func update(_ value: Double) { moments.update(value) }
}
