/// A parameter a script declares, with the value it runs with.
package struct ScriptParameter: Equatable, Sendable {
  /// The name, as in `params.fast`.
  package let name: String
  /// The value the script gives it; its type is the parameter's.
  package let standard: ParameterValue
  /// The least value allowed; nil: none.
  package let least: ParameterValue?
  /// The greatest value allowed; nil: none.
  package let greatest: ParameterValue?
  /// The value the script runs with.
  package internal(set) var value: ParameterValue

  /// A parameter from its parts.
  package init(
    name: String, standard: ParameterValue, least: ParameterValue?, greatest: ParameterValue?,
    value: ParameterValue
  ) {
    self.name = name
    self.standard = standard
    self.least = least
    self.greatest = greatest
    self.value = value
  }

  /// The type and range in words: `an integer from 2 to 50`.
  package var expectation: String {
    switch (least, greatest) {
    case (nil, nil): standard.typeName
    case (let least?, nil): "\(standard.typeName) from \(least)"
    case (nil, let greatest?): "\(standard.typeName) up to \(greatest)"
    case (let least?, let greatest?): "\(standard.typeName) from \(least) to \(greatest)"
    }
  }

  /// The value of a text given on the command line; nil when it is of another type.
  package func value(of text: String) -> ParameterValue? {
    switch standard {
    case .integer: return Int64(text).map { .integer($0) }
    case .number:
      guard let number = Double(text), number.isFinite else { return nil }
      return .number(number)
    case .boolean:
      guard text == "true" || text == "false" else { return nil }
      return .boolean(text == "true")
    case .text: return .text(text)
    }
  }

  /// Whether a value lies in the range, ends included.
  package func allows(_ value: ParameterValue) -> Bool {
    if case .integer(let whole) = value {
      if case .integer(let least)? = least, whole < least { return false }
      if case .integer(let greatest)? = greatest, whole > greatest { return false }
    }
    guard let number = value.double else { return true }
    if let least = least?.double, !(number >= least) { return false }
    if let greatest = greatest?.double, !(number <= greatest) { return false }
    return true
  }
}

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
