/// Wilder's average of the true range (TA-Lib `ATR`); ready after n + 1 bars.
struct AverageTrueRange: Sendable {
  private var range = TrueRange()
  private var average: ExponentialAverage

  /// The average over this many true ranges.
  init(period: Int) { average = .wilder(period: period) }

  /// The average; nil before enough bars.
  var value: Double? { average.value }

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    range.update(bar)
    if let value = range.value { average.update(value) }
  }
}
