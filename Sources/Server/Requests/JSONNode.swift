/// A JSON value whose numbers keep their digits.
enum JSONNode: Sendable, Equatable {
  /// A member of an object.
  struct Member: Sendable, Equatable {
    /// The name.
    var key: String
    /// The value.
    var value: JSONNode
  }

  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, as it was written.
  case number(String)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONNode])
  /// An object, its names all different, in the order they were written.
  case object([Member])

  /// What it is, in a word or its own text, for sentences; at most 40 bytes long.
  var found: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let text): RequestText.clipped(text)
    case .string(let text): "\"\(RequestText.clipped(text))\""
    case .array: "a list"
    case .object: "an object"
    }
  }
}
