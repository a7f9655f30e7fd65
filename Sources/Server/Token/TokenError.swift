/// Why there is no token for the API.
public enum TokenError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The text is no token; says what was found, never the text.
  case unfit(String)
  /// The file could not be used.
  case file(String)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .unfit(let found):
      "API token: expected 1 to \(ApiToken.maximumLength) visible ASCII characters without "
        + "blanks, was \(found)"
    case .file(let text): text
    }
  }
}
