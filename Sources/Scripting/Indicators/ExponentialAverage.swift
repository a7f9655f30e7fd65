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
