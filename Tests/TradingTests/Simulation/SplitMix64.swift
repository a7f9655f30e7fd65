/// Steele, Lea and Flood's SplitMix64: small, seeded, the same everywhere.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to a bound, above zero.
  mutating func below(_ bound: Int64) -> Int64 { Int64(next() % UInt64(bound)) }

  /// True once in so many times.
  mutating func oneIn(_ count: UInt64) -> Bool { next() % count == 0 }

  /// One of some values.
  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int(next() % UInt64(values.count))]
  }
}
