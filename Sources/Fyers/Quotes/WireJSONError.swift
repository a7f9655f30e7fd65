/// Why text is no JSON that is accepted here.
public struct WireJSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was wrong.
  public enum Reason: String, Sendable {
    /// A character that cannot stand there.
    case unexpectedCharacter = "an unexpected character"
    /// The text ends too early.
    case unexpectedEnd = "an unexpected end"
    /// Lists and objects nested deeper than ``WireJSONParser/maximumDepth``.
    case tooDeep = "too deep a nesting"
    /// Text after the value.
    case trailingText = "text after the end"
  }

  /// What was wrong.
  public let reason: Reason
  /// The byte at which it was noticed, from 0.
  public let offset: Int

  /// The sentence shown to people.
  public var description: String { "JSON: expected a value, found \(reason.rawValue) at \(offset)" }
}
