import Scripting

/// A value that travels between the engine's process and a script's worker.
///
/// Reading is strict: one value has one form, and what is out of range is refused. What was read and
/// is written again gives the same bytes.
protocol MessageValue {
  /// Reads the value.
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> Self
  /// Writes the value.
  func write(_ writer: inout MessageWriter)
}

/// Why bytes are no message.
enum MessageFlaw: Error, Equatable {
  /// They end too early.
  case truncated
  /// Something follows the end.
  case trailing
  /// A value is out of its range; the words name it.
  case invalid(StaticText)

  /// A literal, so that refusing costs no memory.
  struct StaticText: Equatable, ExpressibleByStringLiteral, CustomStringConvertible {
    let text: StaticString
    init(stringLiteral value: StaticString) { text = value }
    var description: String { text.description }
    static func == (left: StaticText, right: StaticText) -> Bool {
      left.description == right.description
    }
  }

  /// What is wrong, in a few words.
  var text: String {
    switch self {
    case .truncated: "it ends too early"
    case .trailing: "something follows its end"
    case .invalid(let what): "\(what) is out of range"
    }
  }
}

/// How large the parts of a message may be, in bytes unless it says otherwise.
enum MessageLimits {
  /// A whole message; it travels in frames of 64 KiB.
  static let message = 1_048_576
  /// Any list, in elements.
  static let list = 16_384
  /// Words of fixed vocabularies, and names of rules and callbacks.
  static let word = 64
  /// A tag: 64 bytes as given, three for each when all of them were repaired.
  static let tag = 192
  /// `file.lua:12`, and sentences about what was given instead of a number.
  static let line = 1_024
  /// A failure's message.
  static let sentence = 4_096
  /// A traceback.
  static let traceback = 16_384
  /// A line of a log.
  static let output = 8_448
  /// The text of a rule's exit.
  static let exit = 4_096
  /// Arguments of a rule.
  static let arguments = 4_096
  /// A value of a parameter.
  static let parameter = 3_072
  /// The text of a script or a module.
  static let source = ScriptSource.sizeAtMost
  /// The encoded `state`.
  static let state = 262_144
  /// Orders in one answer, in elements.
  static let orders = 256
}
