/// Keltner's channel: an EMA of the typical price, and multiples of the ATR around it.
///
/// TA-Lib `KC` (0.8); the form with an ATR is Linda Raschke's, see StockCharts ChartSchool,
/// "Keltner Channels". As in TA-Lib both parts become ready at the same bar: the one with the shorter
/// seed begins later.
struct KeltnerChannel: Sendable {
  private var middle: ExponentialAverage
  private var range: AverageTrueRange
  private let multiplier: Double
  private var middleSkips: Int
  private var rangeSkips: Int

  /// A channel around an average over `period` bars, `multiplier` true ranges wide on each side.
  init(period: Int, rangePeriod: Int, multiplier: Double) {
    middle = .exponential(period: period)
    range = AverageTrueRange(period: rangePeriod)
    self.multiplier = multiplier
    middleSkips = max(0, rangePeriod + 1 - period)
    rangeSkips = max(0, period - rangePeriod - 1)
  }

  /// The channel; nil before both parts are ready.
  var values: (upper: Double, middle: Double, lower: Double)? {
    guard let centre = middle.value, let width = range.value else { return nil }
    return (centre + multiplier * width, centre, centre - multiplier * width)
  }

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    if middleSkips > 0 { middleSkips -= 1 } else { middle.update(bar.typicalPrice) }
    if rangeSkips > 0 { rangeSkips -= 1 } else { range.update(bar) }
  }
}
