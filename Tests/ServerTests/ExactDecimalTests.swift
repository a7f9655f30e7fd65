import Money
import TestSupport
import Testing

@testable import Server

@Suite("Exact numbers")
struct ExactDecimalTests {
  @Test(
    "numbers keep their digits",
    arguments: [
      ("0.1", 6, ExactDecimal.Units.exactly(100_000)),
      ("123456789.05", 6, .exactly(123_456_789_050_000)),
      ("5.5e2", 6, .exactly(550_000_000)), ("55000E-2", 6, .exactly(550_000_000)),
      ("1e2", 0, .exactly(100)), ("100.00", 0, .exactly(100)), ("1.5", 0, .tooFine),
      ("0.0000001", 6, .tooFine), ("9223372036854775807", 0, .exactly(.max)),
      ("9223372036854775808", 0, .tooLarge), ("-9223372036854775808", 0, .exactly(.min)),
      ("1e400", 0, .tooLarge), ("1e-400", 0, .tooFine), ("0e999999999999", 0, .exactly(0)),
      ("-0.0", 6, .exactly(0)), ("1e99999999999999999999999", 9, .tooLarge),
    ])
  func units(text: String, decimals: Int, units: ExactDecimal.Units) throws {
    #expect(
      try #require(ExactDecimal(text, allowsExponent: true)).units(decimals: decimals) == units)
  }

  @Test(
    "text that is no number is none",
    arguments: [
      "", "-", ".5", "5.", "1e", "1e+", "+1", " 1", "1 ", "NaN", "Infinity", "0x10", "1,5", "१",
    ])
  func notNumbers(text: String) {
    #expect(ExactDecimal(text, allowsExponent: true) == nil)
  }

  @Test("decimal text takes no exponent")
  func noExponent() { #expect(ExactDecimal("1e2", allowsExponent: false) == nil) }

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
