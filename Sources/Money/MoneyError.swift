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
