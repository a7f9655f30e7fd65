/// A sum to which terms are added and from which they are taken again, as good as one in twice the
/// precision.
///
/// What each addition loses to rounding is found exactly (Knuth, "The Art of Computer Programming", volume
/// 2, 4.2.2, theorem B) and summed beside it (Neumaier 1974), so the sum does not drift: after a million
/// updates it is what a fresh sum of the terms would be, but for the last bit.
struct RunningSum: Sendable {
  private var rounded = 0.0
  private var lost = 0.0

  /// The sum.
  var value: Double { rounded + lost }

  /// Adds a term.
  @inline(__always)
  mutating func add(_ term: Double) {
    let total = rounded + term
    let part = total - rounded
    lost += (rounded - (total - part)) + (term - part)
    rounded = total
  }

  /// Adds a term so many times; exactly for counts below 2²⁶.
  @inline(__always)
  mutating func add(_ term: Double, times count: Double) {
    let (high, low) = Self.halves(of: term)
    add(high * count)
    add(low * count)
  }

  /// Takes another sum off.
  @inline(__always)
  mutating func subtract(_ other: RunningSum) {
    add(-other.rounded)
    lost -= other.lost
  }

  /// The sum parted into equal parts; equal terms give just that term.
  @inline(__always)
  func divided(into parts: Parts) -> Double {
    let quotient = rounded * parts.share
    let (high, low) = Self.halves(of: quotient)
    return quotient + ((rounded - high * parts.count) - low * parts.count + lost) * parts.share
  }

  /// Two numbers of half the digits, whose sum is a number (Veltkamp; Dekker 1971): their products with
  /// one of as few digits are exact.
  @inline(__always)
  private static func halves(of number: Double) -> (high: Double, low: Double) {
    let scaled = 134_217_729 * number
    let high = scaled - (scaled - number)
    return (high, number - high)
  }
}

extension RunningSum {
  /// A number of parts, below 2²⁶, and the share of each: a division at every update would cost more than
  /// the rest of it.
  struct Parts: Sendable {
    let count: Double
    let share: Double

    init(_ count: Double) {
      self.count = count
      share = 1 / count
    }
  }
}
