/// The mean and the population standard deviation of the last n values (TA-Lib `STDDEV`).
///
/// Sums of the distances from a pivot, and of their squares, are kept running. They are rebuilt in
/// two passes around the mean once a turn of the ring, and whenever cancellation would cost more
/// than four digits (a jump has just left the window), so a flat window has a deviation of exactly
/// zero.
struct WindowDeviation: Sendable {
  private var window: SlidingWindow
  private let size: Double
  private var pivot = 0.0
  private var sum = 0.0
  private var squares = 0.0
  private var largestSquares = 0.0

  /// The share of the largest sum of squares below which what is left is rebuilt.
  private static let cancellation = 1e-4

  /// The moments of this many values.
  init(period: Int) {
    window = SlidingWindow(size: period)
    size = Double(window.size)
  }

  /// The mean; nil before the window is full.
  var mean: Double? { window.isFull ? pivot + sum / size : nil }

  /// The population standard deviation; nil before the window is full.
  var deviation: Double? {
    window.isFull ? (max(0, squaredDistances) / size).squareRoot() : nil
  }

  private var squaredDistances: Double { squares - sum * sum / size }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    if window.count == 0 { pivot = value }
    let fallen = window.push(value)
    let distance = value - pivot
    sum += distance
    squares += distance * distance
    if let fallen {
      let old = fallen - pivot
      sum -= old
      squares -= old * old
    }
    largestSquares = max(largestSquares, squares)
    guard window.isFull else { return }
    if window.hasWrapped || squaredDistances < Self.cancellation * largestSquares { rebuild() }
  }

  private mutating func rebuild() {
    // Distances from the first value: the mean of a flat window is then that value exactly.
    let first = window.values[0]
    pivot = first + window.values.reduce(0) { $0 + ($1 - first) } / size
    sum = 0
    squares = 0
    for value in window.values {
      let distance = value - pivot
      sum += distance
      squares += distance * distance
    }
    largestSquares = squares
  }
}
