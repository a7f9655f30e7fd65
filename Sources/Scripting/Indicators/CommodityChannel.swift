/// Lambert's commodity channel index (TA-Lib `CCI`).
///
/// The typical price's distance from its mean, in 0.015 mean absolute deviations; 0 when either is
/// zero. The deviations are summed afresh at each update: n steps.
struct CommodityChannel: Sendable {
  private var window: SlidingWindow
  private let size: Double
  private(set) var value: Double?

  /// The index over this many bars.
  init(period: Int) {
    window = SlidingWindow(size: period)
    size = Double(window.size)
  }

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    let price = bar.typicalPrice
    _ = window.push(price)
    guard window.isFull else { return }
    let mean = window.values.reduce(0, +) / size
    let distances = window.values.reduce(0) { $0 + abs($1 - mean) }
    let distance = price - mean
    // A mean of equal prices may differ from them in the last bits: that is no distance.
    let nothing = smallestQuantity * (abs(price) + abs(mean))
    let isFlat = abs(distance) <= nothing || distances <= nothing * size
    value = isFlat ? 0 : distance / (0.015 * (distances / size))
  }
}
