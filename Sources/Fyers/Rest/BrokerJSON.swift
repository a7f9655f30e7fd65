package import WireText

/// The broker's JSON: what its servers write beyond the standard is taken, because they do.
package enum BrokerJSON {
  /// What replies of the REST interface and saved tokens may be: `NaN` and `Infinity` are null there.
  private static let replies = rules(nonNumber: .null, skipsByteOrderMark: true)

  /// What texts of sockets and recordings may be: they went through Python's reader, for which `NaN`
  /// and `Infinity` are numbers.
  private static let messages = rules(nonNumber: .number, skipsByteOrderMark: false)

  private static func rules(
    nonNumber: JSONReader.Rules.NonNumber, skipsByteOrderMark: Bool
  ) -> JSONReader.Rules {
    var rules = JSONReader.Rules(maximumDepth: 64)
    rules.repeatedName = .lastCounts
    rules.nonNumber = nonNumber
    rules.replacesBrokenText = true
    rules.skipsByteOrderMark = skipsByteOrderMark
    return rules
  }

  /// Reads a reply of the REST interface.
  ///
  /// - Parameter bytes: The body; broken UTF-8 inside texts is replaced by U+FFFD.
  /// - Returns: The value.
  /// - Throws: `JSONFault` when the bytes are not exactly one value.
  package static func reply(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    try JSONReader.read(bytes, replies)
  }

  /// Reads a text of a socket.
  ///
  /// - Parameter text: The whole text.
  /// - Returns: The value.
  /// - Throws: `JSONFault` when the text is not exactly one value.
  package static func message(_ text: String) throws(JSONFault) -> JSONValue {
    try message(bytes: Array(text.utf8))
  }

  /// Reads a text of a socket, as UTF-8.
  ///
  /// - Parameter bytes: The whole text; broken UTF-8 is replaced by U+FFFD.
  /// - Returns: The value.
  /// - Throws: `JSONFault` when the bytes are not exactly one value.
  package static func message(bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    try JSONReader.read(bytes, messages)
  }
}

extension JSONFault {
  /// The sentence about a text of a socket: what was found, and where.
  var socketSentence: String {
    let found =
      switch cause {
      case .unexpectedText: "an unexpected character"
      case .unexpectedEnd: "an unexpected end"
      case .tooDeep: "too deep a nesting"
      case .trailingText: "text after the end"
      }
    return "JSON: expected a value, found \(found) at \(offset)"
  }
}
