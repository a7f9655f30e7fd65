/// Wilder's relative strength index, from 0 to 100 (TA-Lib `RSI`).
///
/// Ready after n changes, that is n + 1 values; 0 when nothing moved, as in TA-Lib.
struct RelativeStrength: Sendable {
  private var gains: ExponentialAverage
  private var losses: ExponentialAverage
  private var previous: Double?

  /// The index over this many changes.
  init(period: Int) {
    gains = .wilder(period: period)
    losses = .wilder(period: period)
  }

  /// The index; nil before enough changes.
  var value: Double? {
    guard let gain = gains.value, let loss = losses.value else { return nil }
    let total = gain + loss
    return total < smallestQuantity ? 0 : 100 * (gain / total)
  }

  /// Takes the next value.
  mutating func update(_ value: Double) {
    if let previous {
      gains.update(max(0, value - previous))
      losses.update(max(0, previous - value))
    }
    previous = value
  }
}

/// What TA-Lib takes for zero (`TA_EPSILON`).
let smallestQuantity = 1e-14
