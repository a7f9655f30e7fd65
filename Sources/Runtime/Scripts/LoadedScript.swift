import Scripting

/// What a loaded script says about itself, as far as the command line must agree with it.
struct LoadedScript {
  /// The file's name.
  var fileName: String
  /// The strategy's name.
  var name: String
  /// Its parameters.
  var parameters: [ScriptParameter]
  /// Places of the overrides it used.
  var appliedOverrides: [Int]

  /// Checks that every override was used by some script and that no two scripts share a name.
  ///
  /// - Throws: ``Stop``: 64 for an override nobody has, 65 for two scripts of one name.
  static func check(_ scripts: [LoadedScript], overrides: [ParameterOverride]) throws(Stop) {
    try checkUse(of: overrides, by: scripts)
    var names: Set<String> = []
    for script in scripts where !names.insert(script.name).inserted {
      throw Stop(
        .badInput,
        "\(script.fileName): two scripts are named \(script.name); expected one of a name")
    }
  }

  private static func checkUse(of overrides: [ParameterOverride], by scripts: [LoadedScript])
    throws(Stop)
  {
    let used = Set(scripts.flatMap(\.appliedOverrides))
    for (place, override) in overrides.enumerated() where !used.contains(place) {
      if let name = override.strategy, !scripts.contains(where: { $0.name == name }) {
        throw Stop(.usage, "--param: no script is named \(name)")
      }
      let known = scripts.flatMap { script in
        script.parameters.map { "\($0.name) (\($0.expectation))" }
      }
      let list = known.isEmpty ? "none is declared" : known.joined(separator: ", ")
      throw Stop(.usage, "--param: unknown parameter \(override.name); expected one of: \(list)")
    }
  }
}
