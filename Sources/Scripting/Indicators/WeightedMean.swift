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
