/// One named value of a message in the official client's vocabulary.
public struct FeedField: Equatable, Sendable {
  /// A value as that client has it.
  public enum Value: Equatable, Sendable {
    /// A quantity, a time, or a price the official client does not scale.
    case integer(Int64)
    /// A scaled price or a percentage, as a double.
    case number(Double)
    /// A symbol or a kind.
    case text(String)
  }

  /// The place of the name in ``FeedFieldTable/names``: a number, because a message has two dozen.
  private let nameIndex: UInt8
  /// The value.
  public let value: Value

  /// The official name, such as `exch_feed_time`.
  public var name: String { FeedFieldTable.names[Int(nameIndex)] }

  /// A field, named by its place in ``FeedFieldTable/names``.
  init(_ nameIndex: Int, _ value: Value) {
    self.nameIndex = UInt8(truncatingIfNeeded: nameIndex)
    self.value = value
  }
}
