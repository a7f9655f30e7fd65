import Market
import Money

/// The JSON texts of the guide's quote socket.
enum TickPushText {
  /// A price update: `{"T":0,"K":…,"LTT":…,"LTP":…,"BID":…,"ASK":…,"VOL":…}`.
  static func update(_ symbol: String, _ quote: QuoteState) -> Json {
    .of([
      "T": .int(0), "K": .string(symbol), "LTT": .int(quote.lastTradeSecond),
      "LTP": .price(quote.tick.ltp), "BID": .price(quote.tick.bid), "ASK": .price(quote.tick.ask),
      "VOL": .int(quote.tick.volume),
    ])
  }

  /// The answer to a request.
  static func answer(_ type: String, symbol: String?, isOK: Bool, message: String) -> Json {
    var members = [
      Json.Member(name: "T", value: .string(type)),
      Json.Member(name: "s", value: .string(isOK ? "ok" : "error")),
      Json.Member(name: "message", value: .string(message)),
    ]
    if let symbol { members.insert(Json.Member(name: "K", value: .string(symbol)), at: 1) }
    return .object(members)
  }
}
