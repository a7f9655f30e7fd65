/// Seeded scatter for waits (SplitMix64, Steele, Lea and Flood 2014), so that a run can be repeated
/// and many clients do not come back at the same moment.
struct Jitter: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A wait between a half and the whole of the given one.
  mutating func scattered(_ nanoseconds: Int64) -> Int64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    let half = max(nanoseconds, 0) / 2
    return half + Int64(mixed % UInt64(half + 1))
  }
}
