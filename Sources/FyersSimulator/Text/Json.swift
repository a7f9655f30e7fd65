import Market
import Money

/// A JSON value whose numbers keep their text, so that money never passes a binary fraction.
enum Json: Equatable, Sendable {
  /// A name and its value.
  struct Member: Equatable, Sendable {
    let name: String
    let value: Json
  }

  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([Json])
  case object([Member])

  /// A whole number.
  static func int(_ value: some BinaryInteger) -> Json { .number(String(value)) }

  /// An exact decimal of millionths.
  static func micros(_ value: Int64) -> Json {
    .number(DecimalText.format(value, decimals: 6, minimumDecimals: 0))
  }

  /// A price.
  static func price(_ value: Price) -> Json { .micros(value.micros) }

  /// An amount of money.
  static func amount(_ value: Amount) -> Json { .micros(value.micros) }

  /// An object of members in this order.
  static func of(_ members: KeyValuePairs<String, Json>) -> Json {
    .object(members.map { Member(name: $0.key, value: $0.value) })
  }

  /// The value of a member; the last one of a repeated name.
  subscript(name: String) -> Json? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The members of an object; nil for anything else.
  var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// The elements of an array; nil for anything else.
  var elements: [Json]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The text of a string; nil for anything else.
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The text of a string or the digits of a number: FYERS mixes the two for ids.
  var looseText: String? {
    switch self {
    case .string(let text), .number(let text): text
    default: nil
    }
  }

  /// A whole number, also one written as `1.0` or as text.
  var integer: Int64? {
    guard let text = looseText, let micros = JsonNumber.micros(text) else { return nil }
    guard micros % 1_000_000 == 0 else { return nil }
    return micros / 1_000_000
  }

  /// An exact decimal in millionths; nil when it has more decimals or is no number.
  var decimalMicros: Int64? { looseText.flatMap(JsonNumber.micros) }

  /// A truth value, also written as 0 or 1.
  var flag: Bool? {
    switch self {
    case .bool(let value): value
    case .number("0"): false
    case .number("1"): true
    default: nil
    }
  }
}
