/// Messages of the data socket as the JSON text of the official client's objects.
enum FeedMessageText {
  static func text(of fields: [FeedField]) -> String {
    var text = "{"
    for field in fields {
      if text.utf8.count > 1 { text += ", " }
      JSONText.append(field.name, to: &text)
      text += ": "
      switch field.value {
      case .integer(let value): text += String(value)
      case .number(let value): text += PythonNumber.text(value)
      case .text(let value): JSONText.append(value, to: &text)
      }
    }
    return text + "}"
  }

  static func text(of notice: FeedNotice) -> String {
    var members: [WireJSON.Member] = [
      .init("code", .number(String(notice.code))), .init("message", .string(notice.message)),
      .init("s", .string(notice.isError ? "error" : "ok")),
    ]
    if let type = notice.type {
      // The official client writes the type of a subscription error last.
      let isLast = notice.isError && type == "sub" && notice.code == -300
      members.insert(.init("type", .string(type)), at: isLast ? members.count : 0)
    }
    if !notice.invalidSymbols.isEmpty {
      let symbols = notice.invalidSymbols.map(WireJSON.string)
      members.append(.init("invalid_symbols", .array(symbols)))
    }
    return WireJSON.object(members).text
  }

  static func text(of string: String) -> String {
    var text = ""
    JSONText.append(string, to: &text)
    return text
  }
}
