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

extension AverageTrueRange: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}

/// Wilder's true range: the bar's range, widened to the previous close (TA-Lib `TRANGE`).
struct TrueRange: Sendable {
  private var previousClose: Double?
  private(set) var value: Double?

  /// Takes the next bar; the first one has no true range.
  mutating func update(_ bar: IndicatorBar) {
    if let previousClose {
      value = max(
        bar.high - bar.low, abs(bar.high - previousClose), abs(bar.low - previousClose))
    }
    previousClose = bar.close
  }
}

extension TrueRange: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(value)
  }
}

/// Seban's supertrend: a stop line a multiple of the ATR from the middle of the bar.
///
/// TA-Lib `SUPERTREND` (0.8): each band moves only towards the price until a close beyond it
/// releases it; the trend turns when the close crosses the band it leans on; it begins upward at
/// the first ATR.
struct Supertrend: Sendable {
  private var range: AverageTrueRange
  private let multiplier: Double
  private var upper = 0.0
  private var lower = 0.0
  private var previousClose = 0.0
  private var isUpward = true
  private var isReady = false

  /// A line `multiplier` average true ranges (over `period` bars) away.
  init(period: Int, multiplier: Double) {
    range = AverageTrueRange(period: period)
    self.multiplier = multiplier
  }

  /// The line, and 1 when the trend is up or −1 when it is down; nil before the ATR is ready.
  var values: (line: Double, direction: Double)? {
    guard isReady else { return nil }
    return isUpward ? (lower, 1) : (upper, -1)
  }

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    range.update(bar)
    guard let width = range.value else { return }
    let middle = (bar.high + bar.low) / 2
    let above = middle + multiplier * width
    let below = middle - multiplier * width
    if !isReady {
      (upper, lower, isReady) = (above, below, true)
    } else {
      if above < upper || previousClose > upper { upper = above }
      if below > lower || previousClose < lower { lower = below }
      isUpward = isUpward ? bar.close >= lower : bar.close > upper
    }
    previousClose = bar.close
  }
}

extension Supertrend: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    let trend = values
    return packed(trend?.line, trend?.direction)
  }
}
