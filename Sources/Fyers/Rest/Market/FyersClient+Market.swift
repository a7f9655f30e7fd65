public import WireText

extension FyersClient {
  /// Quotes of any number of symbols, in as many calls as needed.
  ///
  /// - Parameter symbols: The symbols.
  /// - Returns: The quotes the broker gave; unknown symbols are missing.
  /// - Throws: ``FyersError``.
  public func quotes(_ symbols: [String]) async throws(FyersError) -> [QuoteRow] {
    var quotes: [QuoteRow] = []
    for part in symbols.pieces(of: FyersRequest.longestQuoteList) {
      guard let json = try await read(FyersRequest.quotes(part)) else { continue }
      guard let rows = json["d"]?.array else { throw .unclear("quotes: expected a list `d`") }
      quotes += rows.compactMap(QuoteRow.init)
    }
    return quotes
  }

  /// The five best levels of a symbol.
  ///
  /// - Parameter symbol: The symbol.
  /// - Returns: The depth.
  /// - Throws: ``FyersError``.
  public func depth(_ symbol: String) async throws(FyersError) -> DepthRow {
    guard let member = try await read(.depth(symbol))?["d"]?.object?.members.first,
      let row = DepthRow(symbol: member.key, member.value)
    else { throw .unclear("depth: expected one symbol in `d`") }
    return row
  }

  /// Candles, oldest first, each once.
  ///
  /// - Parameter question: Symbol, interval and days; long ranges take several calls.
  /// - Returns: The candles; the last one may still be growing.
  /// - Throws: ``FyersError``.
  public func candles(_ question: HistoryQuestion) async throws(FyersError) -> [Candle] {
    var candles: [Candle] = []
    for request in question.requests {
      for candle in try await rows(request, "candles", Candle.init)
      where candles.last.map({ $0.time < candle.time }) ?? true {
        candles.append(candle)
      }
    }
    return candles
  }

  /// The states of all markets.
  ///
  /// - Returns: The rows.
  /// - Throws: ``FyersError``.
  public func marketStatus() async throws(FyersError) -> [MarketStatusRow] {
    try await rows(FyersRequest(.marketStatus), "marketStatus", MarketStatusRow.init)
  }

  /// The tokens of any number of symbols, in as many calls as needed.
  ///
  /// - Parameter symbols: The symbols.
  /// - Returns: The known ones with their tokens, and the unknown ones.
  /// - Throws: ``FyersError``.
  public func symbolTokens(_ symbols: [String]) async throws(FyersError) -> SymbolTokens {
    var all = SymbolTokens()
    for part in symbols.pieces(of: SymbolTokens.longestList) {
      guard let json = try await read(FyersRequest.symbolTokens(part)) else { continue }
      let tokens = SymbolTokens(json)
      all.valid += tokens.valid
      all.invalid += tokens.invalid
    }
    return all
  }

  /// The broker's table of the names its data socket uses for indices.
  ///
  /// - Returns: Symbol to display name, in the file's order.
  /// - Throws: ``FyersError``; the caller goes on with a table of its own then.
  public func indexNames() async throws(FyersError) -> [(symbol: String, name: String)] {
    let bytes = try await publicFile(
      "/sym_details/index_hsm_mapping.json", limit: HTTPCall.ordinaryReplyLimit)
    let json: JSONValue
    do throws(JSONFault) {
      json = try BrokerJSON.reply(bytes)
    } catch {
      throw .unclear("index table: \(error.description)")
    }
    guard let members = json.object?.members else {
      throw .unclear("index table: expected an object")
    }
    return members.compactMap { member in
      member.value.text.map { (symbol: member.key, name: $0) }
    }
  }

  /// The depth socket's address: as the broker tells it, else the usual one.
  ///
  /// - Returns: The address; always one of the broker's hosts, or of this machine with a simulator.
  /// - Throws: ``FyersError`` when there is no usable token.
  public func depthSocket() async throws(FyersError) -> SocketEndpoint {
    let reply = try await perform(FyersRequest(.depthSocketAddress))
    if case .tokenDead(let code) = reply.verdict { throw .tokenDead(code: code) }
    guard let url = reply["data"]?["socket_url"]?.text,
      let address = endpoints.depthSocket(told: url)
    else { return endpoints.depthSocket }
    return address
  }
}

extension Array {
  /// The elements in pieces of at most that many.
  func pieces(of length: Int) -> [[Element]] {
    stride(from: 0, to: count, by: length).map { Array(self[$0..<Swift.min($0 + length, count)]) }
  }
}

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
