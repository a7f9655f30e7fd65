/// A JSON object: its members in the order they were written.
public struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// One member.
  public struct Member: Sendable, Equatable {
    /// The name.
    public let key: String
    /// The value.
    public let value: JSONValue
  }

  /// The members in order; a name may occur twice, and then the later one counts.
  public private(set) var members: [Member]

  /// An object of these members.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    members = elements.map { Member(key: $0.0, value: $0.1) }
  }

  /// Adds a member behind the others.
  public mutating func append(_ key: String, _ value: JSONValue) {
    members.append(Member(key: key, value: value))
  }

  /// Adds a member behind the others when there is a value.
  public mutating func append(_ key: String, ifPresent value: JSONValue?) {
    if let value { append(key, value) }
  }

  /// The value of a name; nil when it is absent.
  public subscript(key: String) -> JSONValue? {
    members.last { $0.key == key }?.value
  }
}
