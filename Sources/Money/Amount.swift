/// An exact sum of money, in millionths of a rupee.
///
/// The range is ±9,223,372,036,854.775807 rupees. Arithmetic that leaves it throws
/// ``MoneyError/overflow``; nothing wraps, and no `Double` is involved anywhere.
public struct Amount: Hashable, Comparable, Codable, Sendable {
  /// Millionths of a rupee.
  public let micros: Int64

  /// Nothing.
  public static var zero: Amount { Amount(micros: 0) }

  /// Millionths in one rupee.
  public static let microsPerRupee: Int64 = 1_000_000

  /// Millionths in one paisa.
  public static let microsPerPaisa: Int64 = 10_000

  /// An amount from its millionths.
  @inline(__always)
  public init(micros: Int64) { self.micros = micros }

  /// An amount of whole rupees, for constants; traps when it does not fit.
  public init(rupees: Int64) { self.micros = rupees * Self.microsPerRupee }

  /// An amount from a 128-bit intermediate.
  ///
  /// - Throws: ``MoneyError/overflow`` when it does not fit 64 bits.
  public init(exactly wide: Int128) throws(MoneyError) {
    guard let micros = Int64(exactly: wide) else { throw .overflow }
    self.micros = micros
  }

  /// Orders by value.
  @inline(__always)
  public static func < (left: Amount, right: Amount) -> Bool { left.micros < right.micros }

  /// The sum.
  ///
  /// - Throws: ``MoneyError/overflow``.
  @inline(__always)
  public func adding(_ other: Amount) throws(MoneyError) -> Amount {
    let (sum, overflow) = micros.addingReportingOverflow(other.micros)
    guard !overflow else { throw .overflow }
    return Amount(micros: sum)
  }

  /// The difference.
  ///
  /// - Throws: ``MoneyError/overflow``.
  @inline(__always)
  public func subtracting(_ other: Amount) throws(MoneyError) -> Amount {
    let (difference, overflow) = micros.subtractingReportingOverflow(other.micros)
    guard !overflow else { throw .overflow }
    return Amount(micros: difference)
  }

  /// The amount with its sign turned.
  ///
  /// - Throws: ``MoneyError/overflow`` for the one value that has no opposite.
  public func negated() throws(MoneyError) -> Amount { try Amount.zero.subtracting(self) }

  /// The part of this amount that belongs to `part` of `whole` units, rounded half up to a
  /// millionth.
  ///
  /// Used for the cost of a partial sale; the caller gives the last unit what remains, so that no
  /// millionth is lost. Negative amounts round half away from zero.
  ///
  /// - Parameters:
  ///   - part: Units taken, 0 to `whole`.
  ///   - whole: Units held, above zero.
  /// - Returns: The part; this amount itself when `part` is `whole`.
  /// - Throws: ``MoneyError/divisionByZero``, or ``MoneyError/overflow``.
  public func share(of part: Int64, in whole: Int64) throws(MoneyError) -> Amount {
    guard whole != 0 else { throw .divisionByZero }
    guard part != whole else { return self }
    return try Amount(
      exactly: roundedHalfAway(Int128(micros) * Int128(part), dividedBy: Int128(whole)))
  }
}

/// The quotient rounded half away from zero.
///
/// - Parameters:
///   - numerator: Any value whose double fits 128 bits.
///   - denominator: Above zero.
/// - Returns: The nearest whole number; the one further from zero when two are equally near.
package func roundedHalfAway(_ numerator: Int128, dividedBy denominator: Int128) -> Int128 {
  // Most fit 64 bits, where a division takes a fraction of the time.
  if let numerator = Int64(exactly: numerator), let denominator = Int64(exactly: denominator) {
    let (quotient, remainder) = numerator.magnitude.quotientAndRemainder(
      dividingBy: denominator.magnitude)
    let rounded = Int128(
      remainder >= denominator.magnitude - remainder ? quotient + 1 : quotient)
    return numerator < 0 ? -rounded : rounded
  }
  let magnitude = numerator < 0 ? -numerator : numerator
  let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: denominator)
  let rounded = remainder >= denominator - remainder ? quotient + 1 : quotient
  return numerator < 0 ? -rounded : rounded
}

/// The quotient rounded towards negative infinity; the denominator is above zero.
package func floorDivision(_ numerator: Int128, by denominator: Int128) -> Int128 {
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  return remainder < 0 ? quotient - 1 : quotient
}

/// Why an exact amount could not be computed.
public enum MoneyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The result does not fit 64-bit millionths (about ±9.2 × 10¹² rupees).
  case overflow
  /// A division by a quantity of zero was asked for.
  case divisionByZero

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .overflow: "amount: expected at most ±9223372036854.775807, the result is larger"
    case .divisionByZero: "amount: expected a quantity other than zero to divide by, was 0"
    }
  }
}
