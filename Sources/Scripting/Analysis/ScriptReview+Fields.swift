extension ScriptReview {
  /// Fields of API tables that the tables have not.
  mutating func lookAtFields() {
    let kinds = kindsOfVariables()
    for use in outline.uses {
      guard case .field(let token, _, _) = use.role else { continue }
      if let variable = use.variable {
        if let kind = kinds[variable] { lookAtField(token, of: kind) }
      } else {
        lookAtMember(token, of: text(use.token))
      }
    }
    for call in outline.calls {
      guard let field = call.field, let kind = entry(of: call)?.returns.first else { continue }
      lookAtField(field, of: kind)
    }
  }

  /// What local variables and parameters hold; those that change are left out.
  private func kindsOfVariables() -> [Int: String] {
    var kinds: [Int: String] = [:]
    for (variable, value) in outline.definitions {
      guard case .call(let place) = value, let kind = entry(of: outline.calls[place])?.returns.first
      else { continue }
      kinds[variable] = kind
    }
    for assignment in outline.assignments {
      let use = outline.uses[assignment.use]
      guard use.variable == nil, case .function(let place) = assignment.value,
        let callback = APICatalogue.callbacks.first(where: { $0.name == text(use.token) })
      else { continue }
      note(callback.parameters, of: outline.functions[place], in: &kinds)
    }
    for call in outline.calls {
      guard let entry = entry(of: call) else { continue }
      for (argument, parameter) in zip(call.arguments, entry.parameters) {
        guard case .function(let place) = argument else { continue }
        note(
          APIEntry.parameters(ofFunction: parameter.type), of: outline.functions[place], in: &kinds)
      }
    }
    for use in outline.uses where use.role == .assigned {
      if let variable = use.variable { kinds[variable] = nil }
    }
    return kinds
  }

  private func note(
    _ parameters: [APIEntry.Parameter], of function: LuaOutline.Function,
    in kinds: inout [Int: String]
  ) {
    for (variable, parameter) in zip(function.parameters, parameters) {
      kinds[variable] = parameter.type
    }
  }

  private mutating func lookAtField(_ token: Int, of kind: String) {
    let name = String(kind.prefix { $0 != "?" })
    guard let type = APICatalogue.readClasses.first(where: { $0.name == name }) else { return }
    let known = APICatalogue.fieldNames(of: name)
    let field = text(token)
    guard !known.contains(field) else { return }
    add(
      token,
      "\(type.word) has no field '\(field)'" + Spelling.suggestion(forName: field, among: known))
  }

  /// A member of `ta`, `log` or `params`.
  private mutating func lookAtMember(_ token: Int, of table: String) {
    guard !assigned.contains(table) else { return }
    let member = text(token)
    if table == "params" {
      guard !parameters.contains(member) else { return }
      let hint = Spelling.suggestion(for: member, among: parameters)
      return add(token, "params: unknown parameter '\(member)'" + hint)
    }
    let known = APICatalogue.members(of: table)
    guard !known.isEmpty, !known.contains(member) else { return }
    add(token, "\(table) has no field '\(member)'" + Spelling.suggestion(for: member, among: known))
  }
}
