/// The parameters of a script while it loads, and the values given from outside.
struct ParameterDeclarations {
  private let overrides: [ParameterOverride]
  /// What was declared, in the prelude's order: by name.
  private(set) var parameters: [ScriptParameter] = []
  /// Places of the overrides that were used.
  private(set) var applied: [Int] = []
  /// The first override that does not fit; it refuses the script whatever the script catches.
  private(set) var problem: String?

  init(overrides: [ParameterOverride]) { self.overrides = overrides }

  /// Whether a parameter was declared before the strategy's name was known.
  private(set) var cameBeforeName = false

  /// Takes a declaration and gives the value to run with.
  mutating func declare(
    name: String, standard: ParameterValue, least: ParameterValue?, greatest: ParameterValue?,
    strategy: String?
  ) throws(HostRefusal) -> ParameterValue {
    if strategy == nil { cameBeforeName = true }
    var parameter = ScriptParameter(
      name: name, standard: standard, least: least, greatest: greatest, value: standard)
    if let low = least?.double, let high = greatest?.double, !(low <= high) {
      throw HostRefusal("params: \(name): min \(low) is above max \(high)")
    }
    guard parameter.allows(standard) else {
      throw HostRefusal(
        "params: \(name): the default \(standard) is not \(parameter.expectation)")
    }
    for (index, override) in overrides.enumerated()
    where override.name == name && (override.strategy == nil || override.strategy == strategy) {
      applied.append(index)
      guard let value = parameter.value(of: override.text), parameter.allows(value) else {
        let sentence =
          "parameter \(name): expected \(parameter.expectation), was '\(override.text.prefix(80))'"
        problem = problem ?? sentence
        throw HostRefusal(sentence)
      }
      parameter.value = value
    }
    parameters.append(parameter)
    return parameter.value
  }
}
