import Money
import Testing

@testable import Server

@Suite("Prices of which a side is missing")
struct OneSidedBookTests {
  /// What is given, and what the session is told.
  struct Row {
    var bid: String
    var ask: String
    var bidMicros: Int64
    var askMicros: Int64
  }

  static let rows = [
    Row(bid: "549.50", ask: "0", bidMicros: 549_500_000, askMicros: 0),
    Row(bid: "0", ask: "550.00", bidMicros: 0, askMicros: 550_000_000),
    Row(bid: "0", ask: "0", bidMicros: 0, askMicros: 0),
    Row(bid: "0.0000000", ask: "\"0.00\"", bidMicros: 0, askMicros: 0),
    Row(bid: "-0", ask: "0e9", bidMicros: 0, askMicros: 0),
  ]

  @Test("a bid or ask of zero is taken, and is null where prices are told", arguments: rows)
  func zero(row: Row) async throws {
    try await TestClient.run { client in
      let watcher = try client.connect()
      watcher.send(client.request("GET", "/events"))
      #expect(try watcher.read(through: "retry: 2000\n\n") != nil)
      let given = try client.quote(bid: row.bid, ask: row.ask)
      #expect(given.status == 200)
      let quote = client.session.now.quotes["NSE:SBIN-EQ"]
      #expect(quote?.bid.micros == row.bidMicros)
      #expect(quote?.ask.micros == row.askMicros)
      let event = try #require(try watcher.read(through: "}\n\n"))
      let bid = row.bidMicros == 0 ? "null" : "549.50"
      let ask = row.askMicros == 0 ? "null" : "550.00"
      #expect(
        event.contains(
          #""bid_price": \#(bid), "ask_price": \#(ask), "last_price": 549.75"#))
    }
  }

  @Test("a bid above the ask is refused where both are there")
  func crossed() async throws {
    try await TestClient.run { client in
      let crossed = try client.quote(bid: "550.05")
      #expect(crossed.code == "PRICE")
      #expect(crossed.message == "❌ bid_price: expected at most the ask of 550.00, was 550.05")
      let below = try client.quote(ask: "-1")
      #expect(
        below.message == "❌ ask_price: expected a price above zero, or 0 when nobody quotes, was -1"
      )
    }
  }
}
