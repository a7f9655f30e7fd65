import Reporting
import WireText

/// Texts of a request.
enum RequestText {
  /// The names and values of a query, in their order.
  ///
  /// - Parameter query: What stands behind the `?`; empty when there is none.
  /// - Returns: Names and values.
  /// - Throws: ``ApiFailure`` when an escape is broken or the bytes are no UTF-8.
  static func items(
    ofQuery query: Substring
  ) throws(ApiFailure) -> [(name: String, value: String)] {
    var items: [(name: String, value: String)] = []
    do throws(QueryText.Fault) {
      for pair in QueryText.pairs(query) {
        items.append(
          (try QueryText.unescaped(pair.name), try QueryText.unescaped(pair.value ?? "")))
      }
    } catch {
      switch error {
      case .escape: throw .malformed("query: expected two hexadecimal digits behind '%'")
      case .encoding: throw .malformed("query: expected UTF-8")
      }
    }
    return items
  }

  /// The text with what is not plain escaped, cut at 40 bytes.
  static func clipped(_ text: some StringProtocol) -> String {
    SafeText.escaped(String(text.prefix(64)), limit: 40)
  }
}

/// What may be the name of an instrument.
enum SymbolText {
  /// Bytes of the longest name.
  static let limit = 64

  /// Whether a text is 1 to 64 visible ASCII characters.
  static func isFit(_ text: String) -> Bool {
    (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
