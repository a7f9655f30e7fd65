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
