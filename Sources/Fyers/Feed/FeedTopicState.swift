package import Market
public import Money

/// What is known of one topic: its latest values and how to read them.
package struct FeedTopicState: Sendable {
  /// Where a text field of an emitted message comes from.
  package enum Label: Sendable {
    /// Nowhere: the field is left out.
    case absent
    /// The topic's own text.
    case text
    /// A value of the wire that the official client stored in the field's place.
    case number
  }

  /// What kind of record it is fed by.
  package let kind: FeedTopicKind
  /// The last raw value of each slot.
  package var values = InlineArray<32, Int32>(repeating: 0)
  /// One bit a slot that has a value.
  package var present: UInt32 = 0
  /// How raw prices become prices; nil before the first snapshot.
  package var scale: FeedScale?
  /// The symbol it was subscribed for.
  package var symbol = ""
  /// The instrument its ticks are of; nil when nobody asked for ticks.
  package var instrument: InstrumentID?
  /// Where the message's symbol comes from.
  package var symbolLabel = Label.absent
  /// Where the message's type comes from.
  package var typeLabel = Label.absent

  /// A topic that nothing is known of.
  package init(kind: FeedTopicKind) { self.kind = kind }

  /// The value of a slot; nil when the server never sent one.
  @inline(__always)
  package subscript(slot: Int) -> Int32? {
    guard slot < FeedSlot.capacity, present & (1 << UInt32(slot)) != 0 else { return nil }
    return values[slot]
  }

  /// Stores a value; returns whether the slot was empty or held another one.
  @inline(__always)
  package mutating func store(_ value: Int32, in slot: Int) -> Bool {
    let bit: UInt32 = 1 << UInt32(slot)
    if present & bit != 0, values[slot] == value { return false }
    values[slot] = value
    present |= bit
    return true
  }
}

/// How a topic's integers become prices: value ÷ (10^precision × multiplier).
///
/// Every topic brings its own; NSE cash has precision 2 and multiplier 1, currency 2 and 100.
public struct FeedScale: Hashable, Sendable {
  /// The multiplier as received; 0 is read as 1.
  public let multiplier: UInt16
  /// The number of decimals as received.
  public let precision: UInt8
  /// Millionths of a rupee in `denominator` units of the wire; 0 when a unit is too fine to count.
  private let numerator: Int64
  private let denominator: Int64
  /// The divisor as a double; 0 when no double is exactly it.
  private let divisor: Double

  /// A scale from what a snapshot says.
  public init(multiplier: UInt16, precision: UInt8) {
    self.multiplier = multiplier
    self.precision = precision
    let factor = Int64(multiplier == 0 ? 1 : multiplier)
    let decimals = Int(precision)
    switch decimals {
    case 0...6:
      numerator = Self.powerOfTen(6 - decimals)
      denominator = factor
    case 7...16:
      numerator = 1
      // At most 10¹⁰ × 65 535.
      denominator = Self.powerOfTen(decimals - 6) * factor
    default:
      // The largest wire value is less than half a millionth.
      numerator = 0
      denominator = 1
    }
    // 5¹⁵ × 65 535 still fits the 53 bits of a double.
    divisor =
      decimals <= 15 ? (0..<decimals).reduce(Double(factor)) { power, _ in power * 10 } : 0
  }

  /// The price a wire value stands for, rounded half away from zero to a millionth.
  @inline(__always)
  public func price(_ value: Int32) -> Price {
    // At most 2³¹ × 10⁶: no overflow.
    let scaled = Int64(value) * numerator
    if denominator == 1 { return Price(micros: scaled) }
    let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: denominator)
    let isHalf = remainder.magnitude * 2 >= denominator.magnitude
    return Price(micros: quotient + (isHalf ? scaled.signum() : 0))
  }

  /// Whether a wire value has no digit below a millionth of a rupee.
  public func isExact(_ value: Int32) -> Bool {
    (Int64(value) * numerator).isMultiple(of: denominator) && (numerator != 0 || value == 0)
  }

  /// The quotient as the nearest double, which is what the official client hands out.
  package func double(_ value: Int32) -> Double {
    if divisor != 0 { return Double(value) / divisor }
    // Long division to more digits than a double can tell apart, with a mark for a rest.
    let factor = UInt64(multiplier == 0 ? 1 : multiplier)
    var (quotient, rest) = UInt64(value.magnitude).quotientAndRemainder(dividingBy: factor)
    var digits = String(quotient)
    for _ in 0..<Self.quotientDigits {
      (quotient, rest) = (rest * 10).quotientAndRemainder(dividingBy: factor)
      digits += String(quotient)
    }
    let sign = value < 0 ? "-" : ""
    let mark = rest == 0 ? "0" : "1"
    let exponent = -Self.quotientDigits - 1 - Int(precision)
    return Double("\(sign)\(digits)\(mark)e\(exponent)") ?? 0
  }

  private static let quotientDigits = 40

  private static func powerOfTen(_ exponent: Int) -> Int64 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
