/// How much of the input has been consumed.
public struct TickReadProgress: Hashable, Sendable {
  /// Bytes of the files consumed so far (compressed bytes of compressed files).
  public var consumed: Int
  /// Bytes there are; nil when an input has no known length, such as standard input.
  public var total: Int?

  /// Progress from its parts.
  public init(consumed: Int, total: Int?) {
    self.consumed = consumed
    self.total = total
  }

  /// The consumed share, from 0 to 1; nil when the length is unknown.
  public var fraction: Double? {
    guard let total else { return nil }
    return total > 0 ? min(1, Double(consumed) / Double(total)) : 1
  }
}
