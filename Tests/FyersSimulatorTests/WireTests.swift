import Foundation
import Market
import Money
import Testing

@testable import FyersSimulator

@Suite("Bytes on the wire")
struct WireTests {
  /// A frame made outside this project, which the official client reads as NSE:SBIN-EQ at 1065.50.
  private static let golden =
    "AIcGAAAKRAABU3Z5DnNmfG5zZV9jbXwzMDQ1FQABoDYCJC8karFZ5mqxWecAACCOAAAyAwABoDYAAaA7AAADOQA0K3YAUC0e"
    + "AAGfbAAAAAAAAZx3AAGlNQACHRMAASNZAAF1PQAByC4AAaCkAAGetQAAAAECBm5zZV9jbQQzMDQ1B1NCSU4tRVE="

  @Test("a snapshot is written byte for byte as the official client expects it")
  func snapshot() throws {
    let exchange = try Fixture.exchange()
    let instrument = try #require(exchange.catalogue["NSE:SBIN-EQ"])
    let topic = try #require(WireTopic(parsing: "sf|nse_cm|3045", in: exchange.catalogue))
    let values: [Int32] = [
      106_550, 35_925_796, 1_790_007_782, 1_790_007_783, 8_334, 12_803, 106_550, 106_555, 825,
      3_418_998, 5_254_430, 106_348, 0, 105_591, 107_829, 138_515, 74_585, 95_549, 116_782,
      106_660, 106_165,
    ]
    let record = DataFrameWriter.snapshot(
      topicID: 0x7679, topic: topic, values: values, instrument: instrument)
    let frame = DataFrameWriter.dataHeader(bytes: record.count, records: 1, number: 2_628) + record
    #expect(Data(frame).base64EncodedString() == Self.golden)
  }

  @Test(
    "prices keep their exactness in the wire's unit",
    arguments: [
      ("549.75", 2, 54_975), ("0.0025", 4, 25), ("181.123456", 6, 181_123_456),
      ("99999.95", 2, 9_999_995),
    ] as [(String, UInt8, Int32)])
  func precision(price: String, precision: UInt8, raw: Int32) throws {
    let text = "time,symbol,bid,ask,ltp\n1790048700000,SIM:X,\(price),\(price),\(price)\n"
    let exchange = try Fixture.exchange(text)
    let instrument = exchange.catalogue.all[0]
    #expect(instrument.scale.precision == precision)
    #expect(instrument.scale.multiplier == 1)
    #expect(WireValues.price(try #require(Price(parsing: price)).micros, instrument) == raw)
  }

  @Test("volume wraps at 32 bits and never means absent")
  func counts() {
    #expect(WireValues.count(2_147_483_648) == Int32.min + 1)
    #expect(WireValues.count(4_294_967_297) == 1)
    #expect(WireValues.count(-1) == -1)
  }

  @Test(
    "a derivative's symbol tells its parts",
    arguments: [
      ("NIFTY26OCTFUT", "NIFTY", nil, nil), ("NIFTY26OCT25000CE", "NIFTY", 25_000, nil),
      ("NIFTY2672129450CE", "NIFTY", 29_450, 21), ("NIFTY26O0625000PE", "NIFTY", 25_000, 6),
      ("NIFTYNXT5026OCT70000CE", "NIFTYNXT50", 70_000, nil), ("M&M26NOVFUT", "M&M", nil, nil),
    ] as [(String, String, Int64?, Int?)])
  func derivative(name: String, underlying: String, strike: Int64?, day: Int?) throws {
    let parts = try #require(DerivativeName(parsing: name))
    #expect(parts.underlying == underlying)
    #expect(parts.strike == strike.map { $0 * 1_000_000 })
    #expect(parts.day == day)
    #expect(parts.year == 2026)
  }

  @Test(
    "what is no derivative is none", arguments: ["SBIN-EQ", "CE", "FUT", "ACE", "26OCTFUT", ""])
  func cash(name: String) {
    #expect(DerivativeName(parsing: name) == nil)
  }

  @Test("the master has 21 columns, as the published rows")
  func master() throws {
    let exchange = try Fixture.exchange()
    let master = SymbolMaster(exchange.catalogue, at: Fixture.wall)
    let rows = master.csv("NSE_CM").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.map(\.count) == [21, 21])
    #expect(rows[0][0] == "10100000003045")
    #expect(rows[1][9] == "NSE:NIFTY50-INDEX")
    #expect(rows[1][13] == "NIFTY")
  }

  @Test("a query is read as forms are written, damage is refused")
  func query() throws {
    let call = try #require(
      RestCall(method: "GET", target: "/data/quotes/?symbols=NSE%3AM%26M-EQ&a=b+c"))
    #expect(call.path == "/data/quotes")
    #expect(call.parameter("symbols") == "NSE:M&M-EQ")
    #expect(call.parameter("a") == "b c")
    for bad in ["/a?b=%", "/a?b=%zz", "/%ff%fe"] {
      #expect(RestCall(method: "GET", target: bad) == nil)
    }
  }

  @Test("only this machine is loopback")
  func loopback() {
    for good in ["127.0.0.1:9000", "localhost", "[::1]:9000", "127.9.9.9"] {
      #expect(LoopbackAddress.accepts(header: good))
    }
    for bad in ["", "0.0.0.0", "10.0.0.1", "evil.com", "127.0.0.1.evil.com", "localhost.evil.com"] {
      #expect(!LoopbackAddress.accepts(header: bad))
    }
  }
}
