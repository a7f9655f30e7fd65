public import Money

/// The highest value of a portfolio so far, and the largest fall from a peak.
public struct ValueExtremes: Equatable, Codable, Sendable {
  /// The highest value seen.
  public private(set) var peak: Amount
  /// The largest fall from a peak, zero or positive.
  public private(set) var maxDrawdown: Amount = .zero
  /// The peak that the largest fall began at.
  public private(set) var maxDrawdownPeak: Amount

  /// Those of one value.
  public init(_ value: Amount) {
    peak = value
    maxDrawdownPeak = value
  }

  /// Takes the next value.
  @inline(__always)
  mutating func follow(_ value: Amount) {
    if value > peak {
      peak = value
    } else {
      // Between the ends of the range a fall may not fit; it is then held at the end.
      let (difference, overflow) = peak.micros.subtractingReportingOverflow(value.micros)
      let fall = overflow ? Int64.max : difference
      if fall > maxDrawdown.micros {
        maxDrawdown = Amount(micros: fall)
        maxDrawdownPeak = peak
      }
    }
  }
}
