import Scripting
import Trading

/// A script to load, and what it runs with.
struct LoadRequest: MessageValue {
  /// The text and its name.
  var source: ScriptSource
  /// Limits, seed and parameters.
  var settings: ScriptSettings

  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> LoadRequest {
    let source = ScriptSource(
      text: Array(try reader.bytes(atMost: MessageLimits.source)),
      fileName: try reader.text(atMost: MessageLimits.line))
    var settings = ScriptSettings()
    settings.memoryCap = Int(try reader.number(in: 0...Int64.max, "a memory cap"))
    settings.seed = try reader.number()
    settings.slot = try reader.number()
    settings.callbackBudget = try reader.number()
    settings.startBudget = try reader.number()
    settings.takesShortcuts = try reader.flag()
    settings.overrides = try reader.list()
    return LoadRequest(source: source, settings: settings)
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(bytes: source.text)
    writer.put(source.fileName, atMost: MessageLimits.line)
    writer.put(Int64(settings.memoryCap))
    writer.put(settings.seed)
    writer.put(settings.slot)
    writer.put(settings.callbackBudget)
    writer.put(settings.startBudget)
    writer.put(settings.takesShortcuts)
    writer.put(list: settings.overrides)
  }
}

extension ParameterOverride: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ParameterOverride {
    ParameterOverride(
      strategy: try reader.flag() ? try reader.text(atMost: MessageLimits.parameter) : nil,
      name: try reader.text(atMost: MessageLimits.parameter),
      text: try reader.text(atMost: MessageLimits.parameter))
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(strategy != nil)
    if let strategy { writer.put(strategy, atMost: MessageLimits.parameter) }
    writer.put(name, atMost: MessageLimits.parameter)
    writer.put(text, atMost: MessageLimits.parameter)
  }
}

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
