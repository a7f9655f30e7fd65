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
