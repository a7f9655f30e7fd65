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

  /// The official name, such as `exch_feed_time`.
  public let name: String
  /// The value.
  public let value: Value

  /// A field.
  public init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}
