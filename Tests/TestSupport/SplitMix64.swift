/// Repeatable numbers (SplitMix64; Steele, Lea and Flood 2014): a failing property names its seed.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  /// Where it is: a generator of this seed goes on from here.
  package private(set) var state: UInt64

  /// The numbers of a seed.
  package init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to a bound; 0 when the bound is not above it.
  package mutating func below<Number: BinaryInteger>(_ bound: Number) -> Number {
    Number(next() % UInt64(max(1, bound)))
  }

  /// True once in so many times.
  package mutating func oneIn(_ count: UInt64) -> Bool { next() % count == 0 }

  /// One of some values, at least one.
  package mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  /// Any byte.
  package mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }

  /// A number whose size is as likely small as large, negative as positive.
  package mutating func anyInt64() -> Int64 {
    let bits = Int64(truncatingIfNeeded: next())
    return bits >> Int64(next() % 64)
  }
}
