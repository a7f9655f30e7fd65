/// One global of the script API as an editor sees it: its LuaLS annotations and its declaration.
struct APIDefinition: Sendable {
  /// The global's name.
  let name: String
  /// Annotation lines without the leading `---`, then what it does.
  let notes: [String]
  /// The declaration line, such as `function buy(symbol, qty, opts) end`.
  let declaration: String

  /// The definition as lines of a `---@meta` file.
  var text: String {
    (notes.map { $0.hasPrefix("@") ? "---\($0)" : "--- \($0)" } + [declaration])
      .joined(separator: "\n")
  }
}
