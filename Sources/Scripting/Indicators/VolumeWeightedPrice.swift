/// The typical price weighted by volume since the start (TA-Lib `VWAP`, 0.8).
///
/// The start is the session's: whoever feeds it makes a new one, or resets it, when a session
/// begins. Unlike TA-Lib, which then says 0, there is no value before the first volume.
struct VolumeWeightedPrice: Sendable {
  private var turnover = 0.0
  private var volume = 0.0

  /// The average; nil before the first volume.
  var value: Double? { volume > 0 ? turnover / volume : nil }

  /// Takes the next bar; a negative volume counts as none.
  mutating func update(_ bar: IndicatorBar) {
    let weight = max(0, bar.volume)
    turnover += bar.typicalPrice * weight
    volume += weight
  }
}
