/// The moments of a window in whole numbers: slow, and exact but for the last division and root.
struct ExactWindow {
  /// How many parts of a unit the prices are multiples of.
  let scale: Double
  /// The prices as whole numbers of those parts, the oldest first.
  let parts: [Int128]

  /// The window of these prices, each a multiple of `1 / scale`, a power of two.
  init(_ prices: some Collection<Double>, scale: Double) {
    self.scale = scale
    parts = prices.map { Int128($0 * scale) }
  }

  private var count: Int128 { Int128(parts.count) }
  private var sum: Int128 { parts.reduce(0, +) }

  /// The mean.
  var mean: Double { Self.quotient(sum, count) / scale }

  /// The population standard deviation.
  var deviation: Double {
    // Distances from the first keep the squares small.
    let distances = parts.map { $0 - parts[0] }
    let sum = distances.reduce(0, +)
    let squares = distances.reduce(0) { $0 + $1 * $1 }
    return Self.quotient(count * squares - sum * sum, count * count).squareRoot() / scale
  }

  /// The mean weighted 1 to n.
  var weightedMean: Double {
    let weighted = zip(1..., parts).reduce(Int128(0)) { $0 + Int128($1.0) * $1.1 }
    return Self.quotient(2 * weighted, count * (count + 1)) / scale
  }

  /// The last point of the least-squares line.
  var regressionEnd: Double {
    let weighted = zip(1..., parts).reduce(Int128(0)) { $0 + Int128($1.0) * $1.1 }
    return Self.quotient(6 * weighted - 2 * (count + 1) * sum, count * (count + 1)) / scale
  }

  /// The newest's distance from the mean, in 0.015 mean absolute deviations; 0 where it is within the
  /// rounding of a typical price.
  var channel: Double {
    let distances = parts.map { count * $0 - sum }
    guard let newest = distances.last, let price = parts.last else { return 0 }
    let distance = abs(Self.quotient(newest, count))
    guard distance > 2 * .ulpOfOne * abs(Double(price)) else { return 0 }
    let deviations = distances.reduce(0) { $0 + $1.magnitude }
    return Self.quotient(newest * count, Int128(deviations)) / 0.015
  }

  /// A quotient, good to the last digit: the whole part and what is left are divided apart.
  private static func quotient(_ dividend: Int128, _ divisor: Int128) -> Double {
    let (whole, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
    return Double(whole) + Double(rest) / Double(divisor)
  }
}
