extension FyersRequest {
  /// The most symbols of one quotes call, as documented.
  public static let longestQuoteList = 50

  /// Quotes of up to 50 symbols.
  ///
  /// - Parameter symbols: The symbols; a comma in one would ask for two, so it is refused.
  /// - Returns: The request.
  /// - Throws: ``FyersError/invalidRequest(_:)`` when the list is empty, too long or malformed.
  public static func quotes(_ symbols: [String]) throws(FyersError) -> FyersRequest {
    guard (1...longestQuoteList).contains(symbols.count) else {
      throw .invalidRequest("quotes: expected 1 to 50 symbols, was \(symbols.count)")
    }
    guard !symbols.contains(where: { $0.isEmpty || $0.contains(",") }) else {
      throw .invalidRequest("quotes: expected symbols without commas")
    }
    return FyersRequest(
      .quotes, query: [Parameter("symbols", symbols.joined(separator: ","))])
  }

  /// The five best levels of a symbol.
  public static func depth(_ symbol: String) -> FyersRequest {
    FyersRequest(.depth, query: [Parameter("symbol", symbol), Parameter("ohlcv_flag", "1")])
  }

  /// The tokens of up to 500 symbols.
  ///
  /// - Parameter symbols: The symbols.
  /// - Returns: The request.
  /// - Throws: ``FyersError/invalidRequest(_:)`` when the list is empty or too long.
  public static func symbolTokens(_ symbols: [String]) throws(FyersError) -> FyersRequest {
    guard (1...SymbolTokens.longestList).contains(symbols.count) else {
      throw .invalidRequest("symbol tokens: expected 1 to 500 symbols, was \(symbols.count)")
    }
    return FyersRequest(
      .symbolTokens, body: .object(["symbols": .array(symbols.map(JSONValue.string))]))
  }

  /// The order book: all of it, one order, or the orders of one tag.
  ///
  /// - Parameters:
  ///   - id: An order id; nil for all.
  ///   - tag: A tag as it was sent; nil for all.
  /// - Returns: The request.
  public static func orderBook(id: String? = nil, tag: String? = nil) -> FyersRequest {
    var query: [Parameter] = []
    if let id { query.append(Parameter("id", id)) }
    if let tag { query.append(Parameter("order_tag", "1:\(tag)")) }
    return FyersRequest(.orderBook, query: query)
  }

  /// The trade book: all of it, or the fills of one tag.
  public static func tradeBook(tag: String? = nil) -> FyersRequest {
    FyersRequest(.tradeBook, query: tag.map { [Parameter("order_tag", "1:\($0)")] } ?? [])
  }

  /// Ends the token of this app.
  public static var logout: FyersRequest { FyersRequest(.logout, body: .null) }
}
