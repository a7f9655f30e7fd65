import Crypto

/// The SHA-256 of a session's decisions, taken as they are made.
///
/// Two runs decided the same when their hashes are equal; neither the clock nor the machine's speed
/// enters. Lines are gathered and hashed some thousands of bytes at a time.
public struct DecisionHash: Sendable {
  private static let chunkBytes = 16_384

  private var hasher = SHA256()
  private var pending: [UInt8] = []

  /// Decisions taken so far.
  public private(set) var count: Int64 = 0

  /// The hash of no decisions yet.
  public init() { pending.reserveCapacity(Self.chunkBytes + 512) }

  /// Takes the next decision.
  public mutating func add(_ line: DecisionLine) {
    line.append(to: &pending)
    count += 1
    if pending.count >= Self.chunkBytes { flush() }
  }

  /// Takes the next decision; its texts are encoded already (``DecisionLine/encoded(_:)``).
  public mutating func add(
    _ decision: DecisionBytes, symbol: [UInt8], reason: [UInt8], tag: [UInt8]
  ) {
    decision.append(symbol: symbol, reason: reason, tag: tag, to: &pending)
    count += 1
    if pending.count >= Self.chunkBytes { flush() }
  }

  /// The hash of the decisions so far, as 64 lower-case hexadecimal digits; more may follow.
  public mutating func finalize() -> String {
    flush()
    return HexText.text(of: hasher.finalize())
  }

  private mutating func flush() {
    hasher.update(data: pending)
    pending.removeAll(keepingCapacity: true)
  }
}
