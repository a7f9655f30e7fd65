package import Market
package import Money

/// A value that is one JSON token.
package protocol JSONScalar {
  /// Appends the token.
  func appendJSON(to bytes: inout [UInt8])
}

extension String: JSONScalar {
  /// The text in quotes; whatever is not plain is escaped, so the token is safe on a terminal too.
  package func appendJSON(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    let isWritten = utf8.withContiguousStorageIfAvailable { utf8 in
      guard utf8.allSatisfy(Self.isUnescaped) else { return false }
      bytes.append(contentsOf: utf8)
      return true
    }
    if isWritten == true { return }
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": bytes.append(contentsOf: "\\\"".utf8)
      case "\\": bytes.append(contentsOf: "\\\\".utf8)
      case "\n": bytes.append(contentsOf: "\\n".utf8)
      case "\r": bytes.append(contentsOf: "\\r".utf8)
      case "\t": bytes.append(contentsOf: "\\t".utf8)
      default:
        if SafeText.isPlain(scalar) {
          bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        } else {
          for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
            bytes += Array("\\u".utf8) + HexText.digits(of: unit)
          }
        }
      }
    }
  }

  private static func isUnescaped(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }
}

extension Int64: JSONScalar {
  /// The decimal digits.
  package func appendJSON(to bytes: inout [UInt8]) {
    DecimalBytes.append(self, to: &bytes)
  }
}

extension Bool: JSONScalar {
  /// `true` or `false`.
  package func appendJSON(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: (self ? "true" : "false").utf8)
  }
}

extension Amount: JSONScalar {
  /// A number with exactly the decimals it has, at least two.
  package func appendJSON(to bytes: inout [UInt8]) {
    DecimalBytes.append(micros: micros, to: &bytes)
  }
}

extension Price: JSONScalar {
  /// A number with exactly the decimals it has, at least two.
  package func appendJSON(to bytes: inout [UInt8]) {
    DecimalBytes.append(micros: micros, to: &bytes)
  }
}

extension RoundedNumber: JSONScalar {
  /// A number of two to six decimals.
  package func appendJSON(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: description.utf8)
  }
}

extension EventTime: JSONScalar {
  /// The Indian civil time in quotes: `"2025-02-11T10:34:43.722+05:30"`.
  package func appendJSON(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    DecimalBytes.append(self, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}

extension ParameterValue: JSONScalar {
  /// The token of the value; a number that JSON cannot hold is null.
  package func appendJSON(to bytes: inout [UInt8]) {
    switch self {
    case .integer(let value): value.appendJSON(to: &bytes)
    case .boolean(let value): value.appendJSON(to: &bytes)
    case .text(let value): value.appendJSON(to: &bytes)
    case .number(let value):
      bytes += Array((value.isFinite ? String(describing: value) : "null").utf8)
    }
  }
}
