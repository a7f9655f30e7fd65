/// A JSON value whose numbers keep the digits they were written with.
///
/// Prices go from these digits into fixed point; no `Double` is involved. Objects keep the order of
/// their members, so that a request body can be written the way the official client writes it.
public enum JSONValue: Sendable, Equatable {
  /// `null`, and the `NaN` and `Infinity` that some servers send in its place.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, as its text.
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

  /// The member of that name; nil when there is none or the value is no object.
  public subscript(key: String) -> JSONValue? { object?[key] }

  /// Whether the value is `null`.
  public var isNull: Bool { self == .null }
}
