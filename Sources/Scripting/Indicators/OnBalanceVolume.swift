/// Granville's on-balance volume (TA-Lib `OBV`): volume added on a rise and taken off on a fall.
///
/// It begins at the first bar's volume.
struct OnBalanceVolume: Sendable {
  private var previousClose: Double?
  private(set) var value: Double?

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    let total = value ?? bar.volume
    let previous = previousClose ?? bar.close
    if bar.close > previous {
      value = total + bar.volume
    } else if bar.close < previous {
      value = total - bar.volume
    } else {
      value = total
    }
    previousClose = bar.close
  }
}
