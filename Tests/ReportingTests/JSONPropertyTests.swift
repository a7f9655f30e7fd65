import Foundation
import Market
import Money
import Reporting
import TestSupport
import Trading
import Testing

/// Reads reports back with Foundation's parser, which shares no code with the writer.
@Suite("JSON report, read back")
struct JSONPropertyTests {
  private struct Read: Decodable {
    struct Order: Decodable {
      var tag: String
      var executed_price: Decimal?
      var realized_pnl: Decimal
      var quantity: Int64
    }
    var warnings: [String]
    var orders: [Order]
    var total_pnl: Decimal
  }

  @Test("any text and any amount comes back as it went in")
  func roundTrip() throws {
    for seed in UInt64(0)..<300 {
      var generator = SplitMix64(seed: seed)
      var report = try SessionReport.fixture()
      report.warnings = (0..<4).map { _ in Self.anyText(&generator) }
      let micros = (0..<2).map { _ in generator.anyInt64() }
      let tag = Self.anyText(&generator)
      let quantity = generator.anyInt64()
      report.strategies[0].orders = .fixture([
        .fixture(
          quantity: 1, executedPrice: Price(micros: micros[0]),
          realizedPnL: Amount(micros: micros[1]), tag: tag),
        .fixture(orderID: "BUY-2", quantity: quantity),
      ])
      let text = JSONReport.text(of: report)
      let read = try JSONDecoder().decode(Read.self, from: Data(text.utf8))
      let order = try #require(read.orders.first)
      #expect(read.warnings == report.warnings, "seed \(seed)")
      #expect(order.tag == tag, "seed \(seed)")
      #expect(read.orders.last?.quantity == quantity, "seed \(seed)")
      let price = try #require(order.executed_price)
      #expect(price * 1_000_000 == Decimal(micros[0]), "seed \(seed)")
      #expect(order.realized_pnl * 1_000_000 == Decimal(micros[1]), "seed \(seed)")
      let isSafe = text.unicodeScalars.allSatisfy { $0 == "\n" || SafeText.isPlain($0) }
      #expect(isSafe, "seed \(seed)")
    }
  }

  private static func anyText(_ generator: inout SplitMix64) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<(generator.next() % 20) {
      let plane: UInt32 = [0x80, 0x800, 0x3000, 0x11_0000][Int(generator.next() % 4)]
      let value = UInt32(truncatingIfNeeded: generator.next()) % plane
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    return String(text)
  }
}
