/// A parameter's value from outside the script: `--param fast=5` or `--param NAME.fast=5`.
package struct ParameterOverride: Equatable, Sendable {
  /// The strategy it is for; nil: every one that declares the parameter.
  package let strategy: String?
  /// The parameter.
  package let name: String
  /// Its value as text.
  package let text: String

  /// An override.
  package init(strategy: String? = nil, name: String, text: String) {
    self.strategy = strategy
    self.name = name
    self.text = text
  }

  /// An override as written on the command line, `name=value` or `strategy.name=value`.
  ///
  /// - Parameter argument: What was written.
  /// - Returns: The override; nil without `=` or with an empty name.
  package static func parse(_ argument: String) -> ParameterOverride? {
    guard let equals = argument.firstIndex(of: "=") else { return nil }
    let key = argument[..<equals]
    let text = String(argument[argument.index(after: equals)...])
    guard let dot = key.firstIndex(of: ".") else {
      return key.isEmpty ? nil : ParameterOverride(name: String(key), text: text)
    }
    let name = key[key.index(after: dot)...]
    guard dot != key.startIndex, !name.isEmpty else { return nil }
    return ParameterOverride(strategy: String(key[..<dot]), name: String(name), text: text)
  }
}

extension ParameterOverride {
  /// Sentences on overrides that no script took, in their order.
  ///
  /// - Parameters:
  ///   - overrides: What was given.
  ///   - scripts: The loaded scripts: names, parameters, and places of overrides they took.
  /// - Returns: One sentence an override; none when all were taken.
  package static func problems(
    _ overrides: [ParameterOverride],
    scripts: [(name: String, parameters: [ScriptParameter], applied: [Int])]
  ) -> [String] {
    let taken = Set(scripts.flatMap(\.applied))
    return overrides.enumerated().compactMap { index, override in
      guard !taken.contains(index) else { return nil }
      guard let strategy = override.strategy else {
        let names = scripts.flatMap(\.parameters).map(\.name)
        return "parameter \(override.name): no script declares it"
          + Spelling.suggestion(for: override.name, among: names)
      }
      let what = "parameter \(strategy).\(override.name)"
      guard let script = scripts.first(where: { $0.name == strategy }) else {
        return "\(what): no script is named \(strategy)"
          + Spelling.suggestion(for: strategy, among: scripts.map(\.name))
      }
      return "\(what): \(strategy) does not declare it"
        + Spelling.suggestion(for: override.name, among: script.parameters.map(\.name))
    }
  }
}

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
