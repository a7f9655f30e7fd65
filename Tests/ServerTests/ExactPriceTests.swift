import Money
import TestSupport
import Testing

@testable import Server

@Suite("Exact prices")
struct ExactPriceTests {
  @Test("prices of every fineness survive the way in and out", arguments: [1, 2, 3] as [UInt64])
  func roundTrip(seed: UInt64) async throws {
    try await TestClient.run(session: FakeSession(cash: .init(micros: .max))) { client in
      var generator = SplitMix64(seed: seed)
      for _ in 0..<200 {
        let size = generator.pick([1_000, 1_000_000, 1_000_000_000, 1_000_000_000_000_000])
        let price = Price(micros: Int64(generator.below(size)) + 1)
        let text = generator.pick(["\(price)", "\"\(price)\""])
        let symbol = "S\(generator.below(1_000_000))"
        #expect(
          try client.quote(symbol, bid: text, ask: text, last: text).status == 200, "seed \(seed)")
        #expect(client.session.now.quotes[symbol]?.bid == price, "seed \(seed), \(text)")
        let bought = try client.post("/buy", #"{"symbol": "\#(symbol)", "quantity": 1}"#)
        #expect(
          bought.json["order"]["executed_price"] == .number("\(price)"), "seed \(seed), \(text)")
      }
    }
  }
}
