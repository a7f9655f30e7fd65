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
