import Trading

/// Declarations: `strategy{}`, `params{}`, `rule()`.
extension ScriptHost {
  /// Takes a declaration; refused once the script has loaded.
  func declare(
    _ function: HostFunction?, _ values: HostArguments, _ reply: inout HostReply
  ) throws(HostRefusal) {
    guard loading.isUnderWay else {
      throw HostRefusal("strategy, params and rule belong at the top level of the script")
    }
    switch function {
    case .declareField:
      try loading.declaration.take(field: values.text(0) ?? "", values, at: 1)
    case .declareSymbol: try loading.declaration.take(symbolIn: values, at: 0)
    case .declareBar: try loading.declaration.take(barIn: values, at: 0)
    case .declareLimit: try loading.declaration.take(limit: values.text(0) ?? "", values, at: 1)
    case .declareDone: loaded.declaration = try loading.declaration.finished()
    case .declareParameter: try declareParameter(values, &reply)
    case .declareRule:
      let name = values.text(0) ?? ""
      loaded.rules.append(name)
      loaded.ruleLines[name] = currentSource()
      let isOwn = values.text(1) == fileName
      loaded.rulebook.declare(at: isOwn ? values.integer(2).map { Int($0) } : nil)
    default: throw HostRefusal("no declaration")
    }
  }

  /// `declareParameter(name, default, min, max)`; gives the value to run with.
  private func declareParameter(
    _ values: HostArguments, _ reply: inout HostReply
  ) throws(HostRefusal) {
    let name = values.text(0) ?? ""
    guard let standard = parameterValue(values, 1) else {
      throw HostRefusal(
        "params: \(name): expected a number, text, true or false, was \(values.kind(1))")
    }
    for (index, end) in [(2, "min"), (3, "max")] where !values.isNil(index) {
      guard let limit = values.number(index), limit.isFinite, standard.double != nil else {
        throw HostRefusal("params: \(name): \(end) goes with a number, was \(values.kind(index))")
      }
    }
    let value = try loading.parameters.declare(
      name: name, standard: standard, least: parameterValue(values, 2),
      greatest: parameterValue(values, 3),
      strategy: strategyName)
    switch value {
    case .integer(let value): reply.append(value)
    case .number(let value): reply.append(value)
    case .boolean(let value): reply.append(value)
    case .text(let value): reply.append(value)
    }
  }

  private var strategyName: String? {
    declaration.name.isEmpty ? loading.knownName : declaration.name
  }

  private func parameterValue(_ values: HostArguments, _ index: Int) -> ParameterValue? {
    if let whole = values.integer(index) { return .integer(whole) }
    if let number = values.number(index) { return number.isFinite ? .number(number) : nil }
    if let flag = values.boolean(index) { return .boolean(flag) }
    guard let bytes = values.bytes(index), bytes.count <= 1_024 else { return nil }
    return .text(String(decoding: bytes, as: UTF8.self))
  }
}
