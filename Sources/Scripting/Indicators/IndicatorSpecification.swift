/// An indicator and its checked parameters: all that is needed to make one.
package struct IndicatorSpecification: Equatable, Sendable {
  /// The indicator.
  package let kind: IndicatorKind
  /// The parameters, as many as the kind has, each inside its range.
  package let arguments: [Double]

  /// A specification from the numbers a script gives, in order; what is left out is the default.
  ///
  /// `keltner` follows TA-Lib's order, `period, atr_period, multiplier`; of two numbers the second
  /// is the multiplier, as with `bbands` and `supertrend`.
  ///
  /// - Parameters:
  ///   - kind: The indicator.
  ///   - arguments: The leading parameters; nil stands for the default.
  /// - Throws: ``IndicatorError``, with a message for the script's author.
  package init(_ kind: IndicatorKind, _ arguments: [Double?] = []) throws(IndicatorError) {
    let parameters = kind.parameters
    guard arguments.count <= parameters.count else {
      throw .tooManyParameters(kind: kind, count: arguments.count)
    }
    var given = arguments
    if kind == .keltner, given.count == 2 { given.insert(nil, at: 1) }
    var values: [Double] = []
    for (index, parameter) in parameters.enumerated() {
      let value: Double
      if index < given.count, let argument = given[index] {
        value = argument
      } else {
        switch parameter.defaultValue {
        case .value(let number): value = number
        case .sameAs(let earlier): value = values[earlier]
        }
      }
      guard parameter.accepts(value) else {
        throw .badParameter(kind: kind, parameter: parameter, value: value)
      }
      values.append(value)
    }
    self.kind = kind
    self.arguments = values
  }

  /// Bytes the indicator will hold, about: what a host counts against a script's memory.
  package var memoryBytes: Int {
    let slots = kind.parameters.indices.filter { kind.parameters[$0].isWhole }
      .reduce(0) { $0 + period($1) }
    switch kind {
    case .ema, .rma, .rsi, .atr, .macd, .supertrend, .keltner, .adx, .tr, .vwap, .obv: return 512
    case .highest, .lowest: return 512 + 16 * slots
    case .donchian, .stoch: return 512 + 32 * slots
    default: return 512 + 8 * slots
    }
  }

  /// A parameter that is a whole number.
  func period(_ index: Int) -> Int { Int(exactly: arguments[index]) ?? 1 }
}

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
