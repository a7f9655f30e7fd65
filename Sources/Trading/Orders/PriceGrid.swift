public import Money

/// The grid of price increments, and how an in-between price finds its place on it.
public enum PriceGrid {
  /// Which neighbour an in-between price takes.
  public enum Rounding: Sendable {
    /// The lower one.
    case down
    /// The higher one.
    case up
  }

  /// The grid price of a requested one.
  ///
  /// A price within a thousandth of an increment of a grid price is that grid price, whatever the
  /// rounding: such a distance is binary noise, not intent.
  ///
  /// - Parameters:
  ///   - nanos: The request in thousand-millionths of a rupee, above zero.
  ///   - increment: The grid.
  ///   - rounding: The neighbour for other prices.
  /// - Returns: A multiple of the increment; nil when that would be zero or below.
  public static func snap(nanos: Int64, increment: Price, rounding: Rounding) -> Price? {
    let step = Int128(increment.micros) * 1_000
    let tolerance = Int128(increment.micros)
    let below = floorDivision(Int128(nanos), by: step)
    let above = Int128(nanos) - below * step
    let index: Int128
    if above <= tolerance {
      index = below
    } else if step - above <= tolerance {
      index = below + 1
    } else {
      index = rounding == .down ? below : below + 1
    }
    return price(index: index, increment: increment)
  }

  /// The grid price of an exact fraction of millionths, rounded one way.
  ///
  /// - Parameters:
  ///   - numerator: The numerator.
  ///   - denominator: The denominator, above zero; times the increment it should fit 128 bits.
  ///   - increment: The grid.
  ///   - rounding: The neighbour for prices off the grid.
  /// - Returns: A multiple of the increment; nil when that would be zero or below, or out of range.
  public static func round(
    numerator: Int128, denominator: Int128, increment: Price, rounding: Rounding
  ) -> Price? {
    let (step, overflow) = denominator.multipliedReportingOverflow(by: Int128(increment.micros))
    guard !overflow else { return nil }
    let below = floorDivision(numerator, by: step)
    let isExact = below * step == numerator
    let index = isExact || rounding == .down ? below : below + 1
    return price(index: index, increment: increment)
  }

  private static func price(index: Int128, increment: Price) -> Price? {
    let (product, overflow) = index.multipliedReportingOverflow(by: Int128(increment.micros))
    guard index > 0, !overflow, let micros = Int64(exactly: product) else { return nil }
    return Price(micros: micros)
  }
}
