/// The arithmetic mean of the last n values (TA-Lib `SMA`).
///
/// A running sum that is rebuilt from the values once a turn of the ring, so that its error stays
/// that of one turn however long the series; short windows are summed afresh each time.
struct WindowMean: Sendable {
  private var window: SlidingWindow
  private var sum = 0.0
  private let divisor: Double

  /// Windows up to this size are cheaper to sum than to keep a sum of.
  private static let directSize = 8

  /// The mean of this many values.
  init(period: Int) {
    window = SlidingWindow(size: period)
    divisor = Double(window.size)
  }

  /// The mean; nil before the window is full.
  var value: Double? { window.isFull ? sum / divisor : nil }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    let fallen = window.push(value)
    guard window.size > Self.directSize, !window.hasWrapped else {
      sum = window.isFull ? window.values.reduce(0, +) : sum + value
      return
    }
    sum += value - (fallen ?? 0)
  }
}
