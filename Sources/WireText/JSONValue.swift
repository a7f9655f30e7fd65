/// A JSON value whose numbers keep the digits they were written with.
///
/// Money goes from these digits into fixed point; no `Double` is involved.
public enum JSONValue: Sendable, Hashable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, as it was written.
  case number(String)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// An object.
  case object(JSONObject)

  /// A whole number.
  public static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

  /// The object; nil when the value is of another kind.
  public var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// The list; nil when the value is of another kind.
  public var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// The text of a string; nil when the value is of another kind.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The text of a string or the digits of a number, for fields that come as either; nil for anything
  /// else.
  public var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .null, .bool, .array, .object: nil
    }
  }

  /// The member of that name; nil when there is none or the value is no object.
  public subscript(key: String) -> JSONValue? { object?[key] }

  /// Whether the value is `null`.
  public var isNull: Bool { self == .null }
}

/// A JSON object: its members in the order they were written.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// One member.
  public struct Member: Sendable, Hashable {
    /// The name.
    public let key: String
    /// The value.
    public internal(set) var value: JSONValue

    /// A member.
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The members in order; what was read names each once.
  public internal(set) var members: [Member]

  /// An object of these members.
  public init(_ members: [Member]) { self.members = members }

  /// An object of these members.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    members = elements.map { Member($0.0, $0.1) }
  }

  /// Adds a member behind the others.
  public mutating func append(_ key: String, _ value: JSONValue) {
    members.append(Member(key, value))
  }

  /// Adds a member behind the others when there is a value.
  public mutating func append(_ key: String, ifPresent value: JSONValue?) {
    if let value { append(key, value) }
  }

  /// The value of a name, compared byte by byte; nil when it is absent.
  public subscript(key: String) -> JSONValue? {
    members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }
}
