/// Endpoints that a rehearsal does not need: lists are empty, changes are refused in words.
struct SecondaryApi {
  private static let lists: Set<String> = [
    "/order-history", "/trade-history", "/charges-history", "/realised-pnl-history",
    "/tax-pnl-history", "/ledger-history", "/price-alert", "/smart-order/orderbook",
    "/flows/tc/se", "/screeners/config", "/screeners/query", "/screeners/candlestick",
    "/screeners/technical",
  ]

  /// The answer to any other call under the trading root.
  func answer(_ call: RestCall, _ path: String) throws(Refusal) -> RestReply {
    if call.method == "GET", Self.lists.contains(path) {
      return .ok(["data": .array([]), "orderBook": .array([]), "total_count": .int(0)])
    }
    let known = ["/price-alert", "/toggle-alert", "/smart-order/", "/flows/"]
    guard known.contains(where: { path.hasPrefix($0) }) else { throw RestApi.unknown }
    throw .badInput("The simulator does not offer \(path)")
  }
}
