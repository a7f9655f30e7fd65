/// Why bytes are no JSON text.
struct JSONFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where reading stopped, in bytes from 0.
  var offset: Int
  /// What was expected there.
  var expected: String

  /// The sentence for people; it holds nothing of the text.
  var description: String { "JSON at byte \(offset): expected \(expected)" }
}
