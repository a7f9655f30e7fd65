import Scripting

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
