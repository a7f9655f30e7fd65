/// Donchian's channel: the highest high, the lowest low and their middle over the last n bars.
///
/// TA-Lib `DONCHIAN` (0.8); the bar of the update is inside the window.
struct DonchianChannel: Sendable {
  private var highest: WindowExtreme
  private var lowest: WindowExtreme

  /// A channel over this many bars.
  init(period: Int) {
    highest = .highest(period: period)
    lowest = .lowest(period: period)
  }

  /// The channel; nil before enough bars.
  var values: (upper: Double, middle: Double, lower: Double)? {
    guard let upper = highest.value, let lower = lowest.value else { return nil }
    return (upper, (upper + lower) / 2, lower)
  }

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    highest.update(bar.high)
    lowest.update(bar.low)
  }
}
