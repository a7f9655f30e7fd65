/// Why an indicator cannot be made; the description says what to write instead.
package enum IndicatorError: Error, Equatable, CustomStringConvertible {
  /// A parameter has the wrong type or is out of range.
  case badParameter(kind: IndicatorKind, parameter: IndicatorParameter, value: Double)
  /// More numbers were given than the indicator takes.
  case tooManyParameters(kind: IndicatorKind, count: Int)

  /// `ta.ema: period: expected a whole number from 1 to 100000, was 2.5`.
  package var description: String {
    switch self {
    case .badParameter(let kind, let parameter, let value):
      return "ta.\(kind.rawValue): \(parameter.name): expected \(parameter.expectation), "
        + "was \(plainText(value))"
    case .tooManyParameters(let kind, let count):
      let names = kind.parameters.map(\.name)
      let numbers = names.count == 1 ? "number" : "numbers"
      let taken =
        names.isEmpty
        ? "no numbers" : "at most \(names.count) \(numbers) (\(names.joined(separator: ", ")))"
      return "ta.\(kind.rawValue): takes \(taken), got \(count)"
    }
  }
}
