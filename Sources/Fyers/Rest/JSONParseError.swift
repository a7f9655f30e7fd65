/// Why some bytes are no JSON text.
public struct JSONParseError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The byte at which reading stopped, from 0.
  public let offset: Int
  /// What was expected there.
  public let expected: String

  /// The sentence shown to people; it holds nothing of the text.
  public var description: String { "JSON at byte \(offset): expected \(expected)" }
}
