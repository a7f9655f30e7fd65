/// Wilder's directional movement: `ADX`, `PLUS_DI` and `MINUS_DI` of TA-Lib.
///
/// The sums are seeded over n − 1 moves, the directions are ready after n moves, and the index,
/// seeded by the mean of n readings, after 2n − 1. A bar without movement leaves the index alone.
struct DirectionalMovement: Sendable {
  private let period: Int
  private let divisor: Double
  private var previous: IndicatorBar?
  private var moves = 0
  private var plusMovement = 0.0
  private var minusMovement = 0.0
  private var range = 0.0
  private var index = 0.0

  /// The movement over this many bars.
  init(period: Int) {
    self.period = period
    divisor = Double(period)
  }

  /// The average directional index, from 0 to 100; nil before 2n bars.
  var adx: Double? { moves >= 2 * period - 1 ? index : nil }
  /// The upward direction, from 0 to 100; nil before n + 1 bars.
  var plus: Double? { moves >= period ? direction(plusMovement) : nil }
  /// The downward direction, from 0 to 100; nil before n + 1 bars.
  var minus: Double? { moves >= period ? direction(minusMovement) : nil }

  /// Takes the next bar.
  mutating func update(_ bar: IndicatorBar) {
    defer { previous = bar }
    guard let previous else { return }
    let up = bar.high - previous.high
    let down = previous.low - bar.low
    let trueRange = max(
      bar.high - bar.low, abs(bar.high - previous.close), abs(bar.low - previous.close))
    if moves >= period - 1 {
      plusMovement -= plusMovement / divisor
      minusMovement -= minusMovement / divisor
      range -= range / divisor
    }
    if moves < 2 * period { moves += 1 }
    if down > 0, up < down {
      minusMovement += down
    } else if up > 0, up > down {
      plusMovement += up
    }
    range += trueRange
    if moves >= period { average() }
  }

  private mutating func average() {
    let plus = direction(plusMovement)
    let minus = direction(minusMovement)
    let total = plus + minus
    let reading = total < smallestQuantity ? nil : 100 * (abs(plus - minus) / total)
    if moves < 2 * period {
      index += (reading ?? 0)
      if moves == 2 * period - 1 { index /= divisor }
    } else if let reading {
      index = (index * (divisor - 1) + reading) / divisor
    }
  }

  private func direction(_ movement: Double) -> Double {
    range < smallestQuantity ? 0 : 100 * (movement / range)
  }
}

extension DirectionalMovement: IndicatorState {
  mutating func take(_ bar: IndicatorBar) -> SIMD4<Double> {
    update(bar)
    return packed(adx, plus, minus)
  }
}
