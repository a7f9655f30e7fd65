/// One cell of a table of text.
struct TextCell: ExpressibleByStringInterpolation {
  /// What it says; never a line feed.
  var text: String
  /// How it is coloured on a terminal.
  var ink: Ink

  /// A cell of some ink.
  init(_ text: String, _ ink: Ink = .plain) {
    self.text = text
    self.ink = ink
  }

  /// A plain cell.
  init(stringLiteral text: String) { self.init(text) }
}
