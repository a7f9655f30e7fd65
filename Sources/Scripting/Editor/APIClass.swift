/// One kind of table that scripts give or get, as the editor shows it.
struct APIClass {
  /// A field: name with `?` when optional, LuaLS type, and what it is.
  struct Field {
    let name: String
    let type: String
    let summary: String

    /// Its name in scripts; nil for a place in a list.
    var plainName: String? {
      name.hasPrefix("[") ? nil : String(name.prefix { $0 != "?" })
    }
  }

  /// The name of the class.
  let name: String
  /// One sentence.
  let summary: String
  /// The class it extends.
  let parent: String?
  /// Its fields in order.
  let fields: [Field]

  /// What one of it is called in messages: `position`, `ta.macd`.
  var word: String {
    switch name {
    case "Context": "context"
    case "ScriptError": "error"
    default: name.hasPrefix("Indicator.") ? "ta." + name.dropFirst(10) : name.lowercased()
    }
  }

  /// A class; fields as (name, type, summary).
  init(
    _ name: String, _ summary: String, parent: String? = nil, _ fields: [(String, String, String)]
  ) {
    self.name = name
    self.summary = summary
    self.parent = parent
    self.fields = fields.map { Field(name: $0.0, type: $0.1, summary: $0.2) }
  }
}
