/// Which faults are armed, and when the next one strikes; seeded, so that a run can be repeated.
///
/// A fault is armed with a probability for every opportunity (an order, a tick, a push, a call) and,
/// when it is armed by the control endpoint, for a number of times.
struct FaultPlan: Sendable {
  /// One armed fault.
  struct Arm: Equatable, Sendable {
    /// Millionths per opportunity, 0 to 1,000,000.
    var probability: Int64
    /// How often it may still strike; nil for ever.
    var remaining: Int?
    /// Milliseconds, for faults that last.
    var milliseconds: Int64
  }

  private var arms: [FaultKind: Arm] = [:]
  private var random: SeededRandom

  /// Milliseconds of faults that last, when nothing else is said.
  static let durationDefault: Int64 = 2_000

  /// A plan with nothing armed.
  init(seed: UInt64) { random = SeededRandom(seed: seed ^ 0x6661_756C_74) }

  /// Arms a fault from a command line's `NAME` or `NAME=PROBABILITY`.
  ///
  /// - Returns: Whether it was one.
  mutating func arm(flag: String) -> Bool {
    let parts = flag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first, let kind = FaultKind(rawValue: String(name)) else { return false }
    guard parts.count == 2 else {
      arms[kind] = Arm(
        probability: 1_000_000, remaining: nil, milliseconds: Self.durationDefault)
      return true
    }
    guard let probability = JsonNumber.micros(String(parts[1])),
      (0...1_000_000).contains(probability)
    else { return false }
    arms[kind] = Arm(
      probability: probability, remaining: nil, milliseconds: Self.durationDefault)
    return true
  }

  /// Arms or re-arms a fault.
  mutating func arm(_ kind: FaultKind, _ arm: Arm) { arms[kind] = arm }

  /// Takes a fault back.
  mutating func disarm(_ kind: FaultKind) { arms[kind] = nil }

  /// Takes all faults back.
  mutating func disarmAll() { arms = [:] }

  /// The state of a fault; nil when it is not armed.
  subscript(kind: FaultKind) -> Arm? { arms[kind] }

  /// Whether the fault strikes at this opportunity; one strike is used up.
  mutating func strikes(_ kind: FaultKind) -> Bool {
    guard let arm = arms[kind] else { return false }
    guard random.below(1_000_000) < UInt64(clamping: arm.probability) else { return false }
    guard let remaining = arm.remaining else { return true }
    arms[kind]?.remaining = remaining - 1
    if remaining <= 1 { arms[kind] = nil }
    return remaining > 0
  }

  /// Random bytes for a damaged frame.
  mutating func noise() -> [UInt8] { random.bytes(Int(3 + random.below(200))) }
}
