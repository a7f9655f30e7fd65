import WireText

extension FyersClient {
  /// Whose account it is.
  ///
  /// - Returns: The profile.
  /// - Throws: ``FyersError``.
  public func profile() async throws(FyersError) -> AccountProfile {
    guard let data = try await read(FyersRequest(.profile))?["data"],
      let profile = AccountProfile(data)
    else { throw .unclear("profile: expected `data.fy_id`") }
    return profile
  }

  /// The account's funds.
  ///
  /// - Returns: The lines; they are found by ``FundLimit/id``.
  /// - Throws: ``FyersError``.
  public func funds() async throws(FyersError) -> [FundLimit] {
    try await rows(FyersRequest(.funds), "fund_limit", FundLimit.init)
  }

  /// The holdings.
  ///
  /// - Returns: The rows.
  /// - Throws: ``FyersError``.
  public func holdings() async throws(FyersError) -> [HoldingRow] {
    try await rows(FyersRequest(.holdings), "holdings", HoldingRow.init)
  }

  /// The day's positions, closed ones included.
  ///
  /// - Parameter urgency: How the call ranks; `exit` while an order's fate is unknown.
  /// - Returns: The rows.
  /// - Throws: ``FyersError``.
  public func positions(urgency: Urgency = .read) async throws(FyersError) -> [PositionRow] {
    try await rows(FyersRequest(.positions).ranked(urgency), "netPositions", PositionRow.init)
  }

  /// The day's orders.
  ///
  /// - Parameters:
  ///   - tag: Only those of this tag; nil for all.
  ///   - urgency: How the call ranks; `exit` while an order's fate is unknown.
  /// - Returns: The rows.
  /// - Throws: ``FyersError``.
  public func orders(
    tag: String? = nil, urgency: Urgency = .read
  ) async throws(FyersError) -> [OrderBookRow] {
    try await rows(
      FyersRequest.orderBook(tag: tag).ranked(urgency), "orderBook", OrderBookRow.init)
  }

  /// The day's fills.
  ///
  /// - Parameters:
  ///   - tag: Only those of this tag; nil for all.
  ///   - urgency: How the call ranks; `exit` while an order's fate is unknown.
  /// - Returns: The rows.
  /// - Throws: ``FyersError``.
  public func trades(
    tag: String? = nil, urgency: Urgency = .read
  ) async throws(FyersError) -> [TradeBookRow] {
    try await rows(
      FyersRequest.tradeBook(tag: tag).ranked(urgency), "tradeBook", TradeBookRow.init)
  }

  /// Ends the token of this app at the broker.
  ///
  /// - Throws: ``FyersError``.
  public func logout() async throws(FyersError) {
    _ = try await read(.logout)
  }

  /// The rows of a list; a row that cannot be read makes the whole reply unclear, because a missing
  /// order or position is worse than none.
  func rows<Row>(
    _ request: FyersRequest, _ key: String, _ make: (JSONValue) -> Row?
  ) async throws(FyersError) -> [Row] {
    guard let json = try await read(request) else { return [] }
    guard let values = json[key]?.array else { throw .unclear("expected a list `\(key)`") }
    let rows = values.compactMap(make)
    guard rows.count == values.count else {
      throw .unclear("`\(key)`: \(values.count - rows.count) rows could not be read")
    }
    return rows
  }
}
