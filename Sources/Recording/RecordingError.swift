import Glibc

/// Why tick input could not be read, or a recording not be written: one line, with the place.
public struct RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a caller must tell apart.
  public enum Kind: Hashable, Sendable {
    /// The options contradict the input: exit code 64.
    case usage
    /// The content is not ticks, or it is damaged: exit code 65.
    case content
    /// The file cannot be opened, read or written: exit code 74.
    case inputOutput
  }

  /// Where in the file it is.
  public enum Place: Hashable, Sendable {
    /// A line and a byte column of a text file, both from 1.
    case text(line: Int, column: Int)
    /// A byte of a binary file, from 0.
    case byte(Int)
  }

  /// What kind of error it is.
  public let kind: Kind
  /// The file as it was named by the user; `-` is standard input.
  public let file: String
  /// Where in the file; nil when it is about the file as a whole.
  public let place: Place?
  /// What was looked at, such as the name of a column; nil when the rest says it.
  public let subject: String?
  /// What would have been right.
  public let expected: String
  /// What was there instead.
  public let found: String

  /// An error from its parts.
  public init(
    _ kind: Kind, file: String, place: Place? = nil, subject: String? = nil, expected: String,
    found: String
  ) {
    self.kind = kind
    self.file = file
    self.place = place
    self.subject = subject
    self.expected = expected
    self.found = found
  }

  /// The exit code of a command that ends with it: 64, 65 or 74.
  public var exitCode: Int32 {
    switch kind {
    case .usage: 64
    case .content: 65
    case .inputOutput: 74
    }
  }

  /// One line: `day.csv:3:15: bid: expected a price …, found "nan"`.
  public var description: String {
    var text = file
    switch place {
    case .text(let line, let column): text += ":\(line):\(column)"
    case .byte(let offset): text += ": byte \(offset)"
    case nil: break
    }
    text += ": "
    if let subject { text += "\(subject): " }
    return text + "expected \(expected), found \(found)"
  }
}

/// Bytes of unknown origin made fit to be shown within one line.
enum QuotedText {
  /// Bytes shown before the rest is cut.
  static let limit = 40

  /// The bytes between quotes, control bytes and non-ASCII escaped; `an empty cell` when none.
  static func of(_ bytes: some Collection<UInt8>, whenEmpty empty: String = "an empty cell")
    -> String
  {
    guard !bytes.isEmpty else { return empty }
    var text = "\""
    for byte in bytes.prefix(limit) {
      switch byte {
      case UInt8(ascii: "\""): text += "\\\""
      case UInt8(ascii: "\\"): text += "\\\\"
      case 0x20..<0x7f: text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        text += "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return text + (bytes.count > limit ? "…\"" : "\"")
  }
}

/// The system's words for an error number.
enum SystemMessage {
  /// `no such file or directory` for `ENOENT`.
  static func of(_ code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    let message = String(cString: text)
    return message.prefix(1).lowercased() + message.dropFirst()
  }
}
