/// A distance from a price, with its unit; all in thousand-millionths and above zero.
public enum Distance: Hashable, Sendable {
  /// Per cent of the anchor: 600,000,000 is 0.6 %.
  case percent(nanos: Int64)
  /// Rupees.
  case points(nanos: Int64)
  /// Price increments.
  case increments(nanos: Int64)
  /// Multiples of the position's first risk.
  case riskMultiples(nanos: Int64)

  /// Whether it needs a first stop to mean anything.
  public var needsRisk: Bool {
    guard case .riskMultiples = self else { return false }
    return true
  }
}
