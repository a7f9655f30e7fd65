/// The answer of the symbol-token endpoint: which symbols exist, with their tokens.
public struct SymbolTokens: Sendable, Equatable {
  /// One known symbol.
  public struct Entry: Sendable, Equatable {
    /// The symbol as the broker spells it, which may differ from what was asked.
    public let symbol: String
    /// Its token: exchange, segment, expiry and exchange token in digits.
    public let fyToken: String

    /// An entry.
    public init(symbol: String, fyToken: String) {
      self.symbol = symbol
      self.fyToken = fyToken
    }
  }

  /// The most symbols of one call.
  public static let longestList = 500

  /// The known symbols, in the order of the reply.
  public var valid: [Entry]
  /// The symbols the broker does not know.
  public var invalid: [String]

  /// Reads the reply.
  public init(_ json: JSONValue) {
    valid = (json["validSymbol"]?.object?.members ?? []).compactMap { member in
      member.value.text.map { Entry(symbol: member.key, fyToken: $0) }
    }
    invalid = (json["invalidSymbol"]?.array ?? []).compactMap(\.text)
  }

  /// No symbols.
  public init() {
    valid = []
    invalid = []
  }
}
