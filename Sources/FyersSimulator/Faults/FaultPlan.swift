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

/// What can be made to go wrong.
enum FaultKind: String, Sendable, CaseIterable {
  /// The data sockets are cut.
  case disconnect
  /// Sockets stay open, but nothing is sent or read any more.
  case halfOpen = "half-open"
  /// Data sockets get no data, control frames are still answered.
  case mute
  /// An order-socket message is sent twice.
  case duplicate
  /// An order-socket message is held back behind the next one.
  case reorder
  /// An order's fills come late.
  case lateFill = "late-fill"
  /// Risk management rejects an order.
  case reject
  /// An order is taken, but the reply never comes.
  case timeout
  /// An order is taken, but the reply is 201: sent, not acknowledged.
  case unconfirmed
  /// A call is answered 429.
  case rateLimit = "429"
  /// All tokens expire.
  case tokenExpiry = "token-expiry"
  /// An update carries another symbol's number.
  case wrongSymbol = "wrong-symbol"
  /// Indices stand still.
  case frozenIndex = "frozen-index"
  /// A quote's bid is above its ask.
  case crossedQuote = "crossed-quote"
  /// The server stops reading from its sockets for a while.
  case slowReader = "slow-reader"
  /// A frame of random bytes is sent.
  case garbageFrame = "garbage-frame"
  /// A symbol that is asked for is unknown, as before the day's symbol file is there.
  case unknownSymbol = "unknown-symbol"
}
