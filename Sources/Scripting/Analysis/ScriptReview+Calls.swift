extension ScriptReview {
  /// Options and symbols in calls of the API.
  mutating func lookAtCalls() {
    for call in outline.calls {
      guard let entry = entry(of: call) else { continue }
      for (argument, parameter) in zip(call.arguments, parameters(of: entry, call)) {
        look(at: argument, as: parameter, entry.name)
      }
    }
  }

  /// The parameters a call means: those of the form in one table, where it has it.
  private func parameters(
    of entry: APIEntry, _ call: LuaOutline.Call
  ) -> [APIEntry.Parameter] {
    guard call.arguments.count == 1, case .table = call.arguments[0] else {
      return entry.parameters
    }
    let forms = [entry.parameters] + entry.overloads.map(APIEntry.parameters)
    return forms.first { $0.first.map { !optionClasses($0).isEmpty } ?? false } ?? entry.parameters
  }

  /// The kinds of options tables that a parameter or a field takes.
  private func optionClasses(_ parameter: APIEntry.Parameter) -> [String] {
    parameter.types.filter { name in APICatalogue.given.contains { $0.name == name } }
  }

  private mutating func look(
    at value: LuaOutline.Value, as parameter: APIEntry.Parameter, _ what: String
  ) {
    switch value {
    case .text(let token) where parameter.name == "symbol": lookAtSymbol(token, what)
    case .table(let place):
      let classes = optionClasses(parameter)
      // Where one of several is meant, the host says which.
      guard classes.count == 1, let options = classes.first, options != "Declaration"
      else { return }
      lookAtOptions(outline.tables[place], options, what)
    default: break
    }
  }

  /// Keys of an options table, and of the tables in it.
  private mutating func lookAtOptions(_ table: LuaOutline.Table, _ name: String, _ what: String) {
    let fields = APICatalogue.fields(of: name)
    guard !fields.isEmpty else { return }
    for item in table.fields {
      let token: Int
      let key: String
      switch item.key {
      case .name(let place): (token, key) = (place, text(place))
      case .text(let place):
        guard let text = plainText(place) else { continue }
        (token, key) = (place, text)
      case .place, .other: continue
      }
      guard let field = fields.first(where: { $0.plainName == key }) else {
        let known = fields.compactMap(\.plainName)
        add(
          token,
          "\(what): unknown key '\(key)'" + Spelling.suggestion(forName: key, among: known))
        continue
      }
      let inner = "\(what): \(key)"
      if field.type.hasSuffix("[]") {
        lookAtList(item.value, field, inner)
      } else {
        look(
          at: item.value, as: APIEntry.Parameter(name: key, type: field.type),
          key == "symbol" ? what : inner)
      }
    }
  }

  /// A list of options tables, such as several targets.
  private mutating func lookAtList(
    _ value: LuaOutline.Value, _ field: APIClass.Field, _ what: String
  ) {
    guard case .table(let place) = value else { return }
    for item in outline.tables[place].fields where item.key == .place {
      // The bare distance beside the list is no table that is written out.
      let last = field.type.split(separator: "|").last.map(String.init) ?? ""
      look(at: item.value, as: APIEntry.Parameter(name: "", type: last), what)
    }
  }

  /// A text that is a symbol by its form, and is not declared.
  private mutating func lookAtSymbol(_ token: Int, _ what: String) {
    guard let symbol = plainText(token), !symbols.contains(symbol),
      ["NSE:", "BSE:", "MCX:", "SIM:"].contains(where: {
        symbol.hasPrefix($0) && symbol.count > $0.count
      }), !symbol.contains(" ")
    else { return }
    add(
      token,
      "\(what): unknown symbol '\(symbol)'" + Spelling.suggestion(for: symbol, among: symbols)
        + "; strategy{ symbols = … } lists those it may use")
  }
}
