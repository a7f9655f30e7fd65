public import Money

/// A price as it was asked for: exact to a thousandth of a millionth, or not a price at all.
///
/// Scripts compute prices in binary floating point, so `181.80 - 0.05` is not exactly 181.75. Three
/// more digits than the money unit are kept, so that the grid can tell such noise from a real
/// in-between price.
public enum RequestedPrice: Hashable, Sendable {
  /// Thousand-millionths of a rupee.
  case nanos(Int64)
  /// What was given instead: `nan`, `-1`, `too large`.
  case invalid(String)

  /// The largest price that can be asked for, in thousand-millionths: nine thousand million rupees.
  public static let largestNanos: Int64 = 9_000_000_000_000_000_000

  /// A price that lies on the money grid.
  public init(_ price: Price) {
    let (nanos, overflow) = price.micros.multipliedReportingOverflow(by: 1_000)
    self =
      overflow || nanos > Self.largestNanos || nanos < 1_000
      ? .invalid(price.description) : .nanos(nanos)
  }
}
