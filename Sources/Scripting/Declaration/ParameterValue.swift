/// The value of a script's parameter.
package enum ParameterValue: Equatable, Sendable, CustomStringConvertible {
  /// A whole number.
  case integer(Int64)
  /// A floating-point number.
  case number(Double)
  /// True or false.
  case boolean(Bool)
  /// Text.
  case text(String)

  /// As a person writes it.
  package var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .text(let value): value
    }
  }

  /// The type in words: `an integer`.
  package var typeName: String {
    switch self {
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "true or false"
    case .text: "text"
    }
  }

  /// The value as a float; nil for what is no number.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .boolean, .text: nil
    }
  }
}
