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
