/// A share of an order's value that is charged, in thousand-millionths (0.0005 is 500,000).
public struct CommissionRate: Hashable, Sendable {
  /// Thousand-millionths of the order value, 0 to 1,000,000,000.
  public let nanos: Int64

  /// Thousand-millionths in one.
  public static let nanosPerUnit: Int64 = 1_000_000_000

  /// The guide's rate: 0.0005 (0.05 %).
  public static let standard = CommissionRate(uncheckedNanos: 500_000)

  /// A rate from its thousand-millionths; nil outside 0 to 1.
  public init?(nanos: Int64) {
    guard (0...Self.nanosPerUnit).contains(nanos) else { return nil }
    self.nanos = nanos
  }

  private init(uncheckedNanos nanos: Int64) { self.nanos = nanos }

  /// A rate from decimal text with at most nine decimals; nil when it is not one, or outside 0 to 1.
  public init?(parsing text: some StringProtocol) {
    guard let nanos = DecimalText.parse(text, decimals: 9) else { return nil }
    self.init(nanos: nanos)
  }

  /// The charge on an order of this value, rounded half up to the paisa.
  ///
  /// - Parameter value: The order value, zero or positive.
  /// - Returns: The charge, in whole paise.
  /// - Throws: ``MoneyError/overflow``.
  public func charge(on value: Amount) throws(MoneyError) -> Amount {
    let divisor = Self.nanosPerUnit * Amount.microsPerPaisa
    let (product, overflow) = value.micros.multipliedReportingOverflow(by: nanos)
    guard !overflow, product >= 0 else {
      let exact = Int128(value.micros) * Int128(nanos)
      let paise = roundedHalfAway(exact, dividedBy: Int128(divisor))
      return try Amount(exactly: paise * Int128(Amount.microsPerPaisa))
    }
    // Nearly all: a rate is at most one, so the charge fits where the value does.
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
    let paise = remainder >= divisor - remainder ? quotient + 1 : quotient
    return try Amount(exactly: Int128(paise) * Int128(Amount.microsPerPaisa))
  }
}
