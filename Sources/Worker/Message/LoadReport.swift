import Scripting
import Trading

/// What a script that loaded declares.
struct LoadReport: MessageValue {
  /// What it declared about itself.
  var declaration: StrategyDeclaration
  /// Its parameters with the values they run with.
  var parameters: [ScriptParameter]
  /// Places of the overrides that were used.
  var appliedOverrides: [Int]
  /// Names of the callbacks it has.
  var callbacks: [String]
  /// Names of its rules.
  var rules: [String]
  /// What it said while it loaded.
  var outputs: [ScriptOutput]
  /// Its first state.
  var state: [UInt8]

  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> LoadReport {
    let declaration: StrategyDeclaration = try reader.value()
    let parameters: [ScriptParameter] = try reader.list()
    let applied = try reader.indices()
    return LoadReport(
      declaration: declaration, parameters: parameters, appliedOverrides: applied,
      callbacks: try reader.texts(atMost: 32, each: MessageLimits.word),
      rules: try reader.texts(atMost: MessageLimits.list, each: MessageLimits.word),
      outputs: try reader.list(), state: Array(try reader.bytes(atMost: MessageLimits.state)))
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(declaration)
    writer.put(list: parameters)
    writer.put(indices: appliedOverrides)
    writer.put(texts: callbacks)
    writer.put(texts: rules)
    writer.put(list: outputs)
    writer.put(bytes: state)
  }
}
