/// The secret a client of the API must send.
///
/// Nothing that prints, dumps or reflects it shows it; only ``reveal()`` gives the text.
public struct ApiToken: Sendable {
  private let bytes: [UInt8]

  /// The shortest length worth advising: 128 bits, when it is hexadecimal digits.
  public static let advisedLength = 32
  /// The longest token.
  public static let maximumLength = 1_024

  /// A token of 256 bits from the system's generator.
  public init() {
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    for _ in 0..<32 {
      let byte = UInt8.random(in: .min ... .max, using: &generator)
      for digit in [byte >> 4, byte & 15] {
        bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
    self.bytes = bytes
  }

  /// A token from text: visible ASCII without blanks, at most ``maximumLength`` long.
  ///
  /// - Parameter text: The whole token.
  /// - Throws: ``TokenError/unfit(_:)`` when it is not such a text.
  public init(_ text: String) throws(TokenError) {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .unfit("a blank or a character that is not plain ASCII")
    }
    guard (1...Self.maximumLength).contains(bytes.count) else {
      throw .unfit("\(bytes.count) characters")
    }
    self.bytes = bytes
  }

  /// Whether it is short enough to be worth a warning.
  public var isShort: Bool { bytes.count < Self.advisedLength }

  /// Whether a text is this token.
  ///
  /// Takes a time that depends on the text's length only, so that nobody can guess it digit by
  /// digit.
  func matches(_ text: some StringProtocol) -> Bool {
    var difference = text.utf8.count ^ bytes.count
    for (index, byte) in text.utf8.enumerated() {
      difference |= Int(byte ^ bytes[index % bytes.count])
    }
    return difference == 0
  }

  /// The text, for the one place that stores it.
  public func reveal() -> String { String(decoding: bytes, as: UTF8.self) }
}

extension ApiToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Three stars.
  public var description: String { "***" }
  /// Three stars.
  public var debugDescription: String { "***" }
  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

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
