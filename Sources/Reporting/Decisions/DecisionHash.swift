import Crypto

/// The SHA-256 of a session's decisions, taken as they are made.
///
/// Two runs decided the same when their hashes are equal; neither the clock nor the machine's speed
/// enters. Lines are gathered and hashed some thousands of bytes at a time.
public struct DecisionHash: Sendable {
  private static let chunkBytes = 16_384

  private var hasher = SHA256()
  private var pending: [UInt8]
  private var used = 0
  /// Where the last line begins.
  private var lastStart = 0
  private var digits = TimeDigits()

  /// Decisions taken so far.
  public private(set) var count: Int64 = 0

  /// The hash of no decisions yet.
  public init() { pending = Array(repeating: 0, count: Self.chunkBytes) }

  /// Takes the next decision.
  public mutating func add(_ line: DecisionLine) {
    var bytes: [UInt8] = []
    line.append(to: &bytes)
    flush()
    hasher.update(data: bytes)
    count += 1
  }

  /// Takes the next decision, and lets another hash take the same line.
  public mutating func add(
    _ decision: DecisionBytes, symbol: EncodedWord, reason: EncodedWord, tag: EncodedWord,
    andTo other: inout DecisionHash
  ) {
    add(decision, symbol: symbol, reason: reason, tag: tag)
    other.count += 1
    let size = used - lastStart
    other.makeRoom(size)
    let (source, target) = (lastStart, other.used)
    pending.withUnsafeBytes { line in
      other.pending.withUnsafeMutableBytes { pending in
        UnsafeMutableRawBufferPointer(rebasing: pending[target..<target + size])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: line[source..<source + size]))
      }
    }
    other.used += size
  }

  /// Takes the next decision; its texts are encoded already (``DecisionLine/encoded(_:)``).
  public mutating func add(
    _ decision: DecisionBytes, symbol: EncodedWord, reason: EncodedWord, tag: EncodedWord
  ) {
    makeRoom(symbol.count + reason.count + tag.count + DecisionBytes.bytesBesideTexts)
    let start = used
    lastStart = used
    var digits = digits
    used = pending.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return start }
      var writer = LineWriter(base + start)
      decision.write(symbol: symbol, reason: reason, tag: tag, &digits, to: &writer)
      return writer.place - base
    }
    self.digits = digits
    count += 1
  }

  /// The hash of the decisions so far, as 64 lower-case hexadecimal digits; more may follow.
  public mutating func finalize() -> String {
    flush()
    return HexText.text(of: hasher.finalize())
  }

  /// Hashes what is pending when a line of a size would not fit beside it.
  private mutating func makeRoom(_ size: Int) {
    guard used + size > pending.count else { return }
    flush()
    if size > pending.count { pending = Array(repeating: 0, count: size) }
  }

  private mutating func flush() {
    guard used > 0 else { return }
    pending.withUnsafeBytes {
      hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<used]))
    }
    used = 0
  }
}

/// The SHA-256 of a script's source, by which a report names the version that ran.
public enum Fingerprint {
  /// 64 lower-case hexadecimal digits.
  public static func sha256(of bytes: [UInt8]) -> String {
    HexText.text(of: SHA256.hash(data: bytes))
  }
}
