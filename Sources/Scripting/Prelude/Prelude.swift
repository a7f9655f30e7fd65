/// The trusted Lua text that makes the script API out of the bridge's natives.
///
/// Its parts are Lua files embedded in the program; they share four tables that are written in
/// front of them on one line, with the numbers both sides must agree on.
enum Prelude {
  /// The whole text.
  static let text: [UInt8] = {
    var text = Array(header.utf8)
    for part in parts {
      text += Array(" do ".utf8) + part + Array("\nend".utf8)
    }
    return text
  }()

  private static let parts: [[UInt8]] = [
    PackageResources.core_lua, PackageResources.declare_lua, PackageResources.protection_lua,
    PackageResources.orders_lua, PackageResources.views_lua, PackageResources.words_lua,
    PackageResources.series_lua,
    PackageResources.callbacks_lua, PackageResources.register_lua,
  ]

  private static var header: String {
    let functions = HostFunction.allCases.map { "\($0)=\($0.rawValue)" }
    let entries = PreludeEntry.allCases.map { "\($0)=\($0.rawValue)" }
    let fields = OrderField.allCases.map { "\($0.name)=\($0.rawValue)" }
    let fieldNames = OrderField.allCases.map { "\"\($0.name)\"" }
    let indicators = IndicatorKind.allCases.map { kind in
      let outputs = kind.outputs.map { "\"\($0)\"" }.joined(separator: ",")
      return "\(kind.rawValue)={\(outputs)}"
    }
    let catalogue = APICatalogue.globals.map { "\"\($0)\"" }
    return "local N = ... local P = {} "
      + "local H = {\(functions.joined(separator: ","))} "
      + "local E = {\(entries.joined(separator: ","))} "
      + "local F = {\(fields.joined(separator: ","))} "
      + "local FN = {\(fieldNames.joined(separator: ","))} "
      + "local INDICATORS = {\(indicators.joined(separator: ","))} "
      + "local CATALOGUE = {\(catalogue.joined(separator: ","))}"
  }
}
