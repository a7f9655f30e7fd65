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

extension BollingerBands: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar.close)
    let bands = values
    return packed(bands?.upper, bands?.middle, bands?.lower)
  }
}

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

extension DonchianChannel: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    let channel = values
    return packed(channel?.upper, channel?.middle, channel?.lower)
  }
}

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

extension KeltnerChannel: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    let channel = values
    return packed(channel?.upper, channel?.middle, channel?.lower)
  }
}
