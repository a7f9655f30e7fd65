/// The price of one unit of an instrument, in millionths of a rupee.
///
/// A `Price` may be any 64-bit number of millionths; where a price comes from outside, the reader
/// refuses what is not positive.
public struct Price: Hashable, Comparable, Codable, Sendable {
  /// Millionths of a rupee.
  public let micros: Int64

  /// No price; never a quoted one.
  public static var zero: Price { Price(micros: 0) }

  /// A price from its millionths.
  @inline(__always)
  public init(micros: Int64) { self.micros = micros }

  /// Orders by value.
  @inline(__always)
  public static func < (left: Price, right: Price) -> Bool { left.micros < right.micros }

  /// The value of `quantity` units.
  ///
  /// - Throws: ``MoneyError/overflow``.
  @inline(__always)
  public func value(of quantity: Int64) throws(MoneyError) -> Amount {
    let (product, overflow) = micros.multipliedReportingOverflow(by: quantity)
    guard !overflow else { throw .overflow }
    return Amount(micros: product)
  }
}
