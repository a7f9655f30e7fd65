/// A colour or weight of terminal text, as an ECMA-48 graphic rendition.
enum Ink: String {
  /// As it is.
  case plain = ""
  /// For headings.
  case bold = "1"
  /// For what matters less.
  case dim = "2"
  /// For losses and failures.
  case red = "31"
  /// For gains.
  case green = "32"
  /// For warnings.
  case yellow = "33"

  /// The text in this ink; the text alone when there is no colour.
  func paint(_ text: String, isColored: Bool) -> String {
    guard isColored, self != .plain, !text.isEmpty else { return text }
    return "\u{1B}[\(rawValue)m\(text)\u{1B}[0m"
  }
}
