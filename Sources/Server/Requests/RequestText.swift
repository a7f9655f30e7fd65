import Reporting

/// Text of a request, as it may be shown again.
enum RequestText {
  /// The text with what is not plain escaped, cut at 40 bytes.
  static func clipped(_ text: some StringProtocol) -> String {
    SafeText.escaped(String(text.prefix(64)), limit: 40)
  }
}
