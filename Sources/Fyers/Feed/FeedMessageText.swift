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
    var fields: [FeedField] = []
    // The official client writes the type of a subscription error last.
    let isTypeLast = notice.isError && notice.type == "sub" && notice.code == -300
    if let type = notice.type, !isTypeLast { fields.append(FeedField("type", .text(type))) }
    fields.append(FeedField("code", .integer(Int64(notice.code))))
    fields.append(FeedField("message", .text(notice.message)))
    fields.append(FeedField("s", .text(notice.isError ? "error" : "ok")))
    if let type = notice.type, isTypeLast { fields.append(FeedField("type", .text(type))) }
    guard !notice.invalidSymbols.isEmpty else { return text(of: fields) }
    let symbols = WireJSON.array(notice.invalidSymbols.map(WireJSON.string))
    return text(of: fields).dropLast() + ", \"invalid_symbols\": \(symbols.text)}"
  }

  static func text(of string: String) -> String {
    var text = ""
    JSONText.append(string, to: &text)
    return text
  }
}
