/// The reply of `POST /data/symbol-token`: the numbers behind symbols.
public struct SymbolTokenReply: Hashable, Sendable {
  /// A symbol, in the server's spelling, and its number.
  public struct Entry: Hashable, Sendable {
    /// The symbol.
    public let symbol: String
    /// The number: exchange, segment, expiry, exchange token.
    public let fyToken: String

    /// An entry.
    public init(symbol: String, fyToken: String) {
      self.symbol = symbol
      self.fyToken = fyToken
    }
  }

  /// The symbols FYERS knows, in the reply's order.
  public let valid: [Entry]
  /// The symbols it does not know.
  public let invalid: [String]

  /// A reply.
  public init(valid: [Entry], invalid: [String] = []) {
    self.valid = valid
    self.invalid = invalid
  }

  /// Reads a reply.
  ///
  /// - Parameter json: The body of the HTTP reply.
  /// - Throws: A notice of code -300 with the server's message, or with what is wrong with the body.
  public init(json: String) throws(FeedNotice) {
    // lint: allow swallow, because the notice below says what was expected
    guard let reply = try? WireJSONParser.parse(json), reply.members != nil else {
      throw .failed("sub", -300, "The reply of symbol-token is no JSON object")
    }
    guard reply["s"]?.string == "ok" else {
      throw .failed(
        "sub", -300, reply["message"]?.string ?? "symbol-token failed without a message")
    }
    valid = (reply["validSymbol"]?.members ?? []).compactMap { member in
      member.value.scalarText.map { Entry(symbol: member.key, fyToken: $0) }
    }
    invalid = (reply["invalidSymbol"]?.elements ?? []).compactMap(\.string)
  }
}
