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
