/// What may be the name of an instrument.
enum SymbolText {
  /// Bytes of the longest name.
  static let limit = 64

  /// Whether a text is 1 to 64 visible ASCII characters.
  static func isFit(_ text: String) -> Bool {
    (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
