/// A text that must never be shown: a token, a key, a password.
///
/// Every way a value reaches a log or an error by itself (interpolation, `dump`, reflection) shows
/// three stars. Only ``reveal()`` gives the text, at the one place that sends it.
public struct Secret: Sendable, Equatable {
  private let text: String

  /// Hides a text.
  public init(_ text: String) { self.text = text }

  /// Whether there is nothing to hide.
  public var isEmpty: Bool { text.isEmpty }

  /// The hidden text, for the place that sends or stores it.
  public func reveal() -> String { text }

  /// Compares in a time that depends on the lengths only.
  public static func == (left: Secret, right: Secret) -> Bool {
    let first = Array(left.text.utf8)
    let second = Array(right.text.utf8)
    guard first.count == second.count else { return false }
    var difference: UInt8 = 0
    for index in first.indices { difference |= first[index] ^ second[index] }
    return difference == 0
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Three stars.
  public var description: String { "***" }
  /// Three stars.
  public var debugDescription: String { "***" }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
