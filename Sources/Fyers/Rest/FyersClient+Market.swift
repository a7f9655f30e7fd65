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
    do throws(JSONParseError) {
      json = try JSONParser.parse(bytes)
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
