import Market
import Money

/// Exact prices at a distance from an average or a best price.
///
/// An average is a fraction (cost over quantity), so a level is computed as one exact fraction and
/// rounded once.
struct LevelArithmetic {
  /// The anchor's total, in millionths.
  let total: Int64
  /// The units it is the total of, above zero.
  let quantity: Int64
  /// The price grid.
  let increment: Price
  /// The first risk a unit.
  let risk: Risk

  /// An anchor on a position's average price.
  init(position: Position, risk: Risk, increment: Price) {
    self.init(
      total: position.cost.micros, quantity: max(1, position.size), risk: risk,
      increment: increment)
  }

  /// An anchor on one price.
  init(price: Price, risk: Risk, increment: Price) {
    self.init(total: price.micros, quantity: 1, risk: risk, increment: increment)
  }

  private init(total: Int64, quantity: Int64, risk: Risk, increment: Price) {
    self.total = total
    self.quantity = quantity
    self.increment = increment
    self.risk = risk
  }

  /// The grid price at a distance above or below the anchor.
  ///
  /// - Parameters:
  ///   - distance: How far.
  ///   - isAbove: Which way.
  ///   - rounding: The neighbour for a level off the grid.
  ///   - grid: The grid; nil: the instrument's.
  /// - Returns: The level; nil when it is not positive, out of range, or the unit means nothing.
  func level(
    _ distance: Distance, isAbove: Bool, rounding: PriceGrid.Rounding, grid: Price? = nil
  ) -> Price? {
    guard let fraction = fraction(distance, sign: isAbove ? 1 : -1) else { return nil }
    return PriceGrid.round(
      numerator: fraction.numerator, denominator: fraction.denominator,
      increment: grid ?? increment, rounding: rounding)
  }

  /// The anchor itself on the grid.
  func anchor(rounding: PriceGrid.Rounding) -> Price? {
    PriceGrid.round(
      numerator: Int128(total), denominator: Int128(quantity), increment: increment,
      rounding: rounding)
  }

  private func fraction(_ distance: Distance, sign: Int128) -> (
    numerator: Int128, denominator: Int128
  )? {
    let total = Int128(total)
    let quantity = Int128(quantity)
    switch distance {
    case .percent(let nanos):
      // total ± total × nanos / 10¹¹
      return combined(
        total, times: 100_000_000_000 + sign * Int128(nanos), over: quantity, 100_000_000_000)
    case .points(let nanos):
      return sum(total, 1_000, sign * Int128(nanos), quantity)
    case .increments(let nanos):
      let (step, overflow) = Int128(nanos).multipliedReportingOverflow(by: Int128(increment.micros))
      return overflow ? nil : sum(total, 1_000_000_000, sign * step, quantity)
    case .riskMultiples(let nanos):
      guard risk.denominator != 0 else { return nil }
      let (step, overflow) = Int128(nanos).multipliedReportingOverflow(by: risk.numerator)
      let scale = 1_000_000_000 * Int128(risk.denominator)
      return overflow ? nil : sum(total, scale, sign * step, quantity)
    }
  }

  /// `total × factor / (quantity × scale)`, or nil on overflow.
  private func combined(
    _ total: Int128, times factor: Int128, over quantity: Int128, _ scale: Int128
  ) -> (numerator: Int128, denominator: Int128)? {
    let (numerator, overflow) = total.multipliedReportingOverflow(by: factor)
    let (denominator, alsoOverflow) = quantity.multipliedReportingOverflow(by: scale)
    return overflow || alsoOverflow ? nil : (numerator, denominator)
  }

  /// `total / quantity + step / scale` as one fraction, or nil on overflow.
  private func sum(_ total: Int128, _ scale: Int128, _ step: Int128, _ quantity: Int128) -> (
    numerator: Int128, denominator: Int128
  )? {
    let (left, overflow) = total.multipliedReportingOverflow(by: scale)
    let (right, rightOverflow) = step.multipliedReportingOverflow(by: quantity)
    let (numerator, sumOverflow) = left.addingReportingOverflow(right)
    let (denominator, scaleOverflow) = quantity.multipliedReportingOverflow(by: scale)
    guard !overflow, !rightOverflow, !sumOverflow, !scaleOverflow else { return nil }
    return (numerator, denominator)
  }
}

/// The first risk of a position, a unit: the distance from its average to its first stop, as a fraction of
/// millionths.
struct Risk: Equatable, Codable, Sendable {
  var numerator: Int128 = 0
  /// 0 before a first stop.
  var denominator: Int64 = 0

  /// Whether a first stop gave the position a risk.
  var isKnown: Bool { denominator != 0 }
}
