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

/// Takes secrets and control characters out of texts that others wrote, before they are shown.
public enum Redactor {
  /// The longest text kept.
  static let maximumLength = 300

  /// A text that may be shown: one line, at most 300 characters, tokens replaced by stars.
  ///
  /// A token is recognised by its shape: `eyJ`, then a run of base64url characters and points. A
  /// run of 40 or more such characters is taken for a key.
  public static func cleaned(_ text: String) -> String {
    var result = ""
    var run = ""
    var count = 0
    func flush() {
      result += isSecret(run) ? "***" : run
      run = ""
    }
    for character in text {
      guard count < maximumLength else {
        flush()
        return result + "…"
      }
      count += 1
      if isTokenCharacter(character) {
        run.append(character)
      } else {
        flush()
        let isControl = character.unicodeScalars.contains {
          $0.properties.generalCategory == .control || $0.properties.generalCategory == .format
            || $0.properties.generalCategory == .lineSeparator
            || $0.properties.generalCategory == .paragraphSeparator
        }
        result.append(isControl ? " " : character)
      }
    }
    flush()
    return result
  }

  private static func isTokenCharacter(_ character: Character) -> Bool {
    guard character.isASCII else { return false }
    return character.isLetter || character.isNumber || character == "_" || character == "-"
      || character == "."
  }

  private static func isSecret(_ run: String) -> Bool {
    let longestPart = run.split(separator: ".").map(\.utf8.count).max() ?? 0
    return run.contains("eyJ") || longestPart >= 40
  }
}
