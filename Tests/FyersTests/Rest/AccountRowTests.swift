import Market
import Money
import Testing
import WireText

@testable import Fyers

@Suite("Rows of the books and of market data")
struct AccountRowTests {
  private static func json(_ text: String) throws -> JSONValue {
    try BrokerJSON.reply(Array(text.utf8))
  }

  @Test("an order is read whether numbers are numbers or texts")
  func orders() throws {
    let plain = try #require(
      OrderBookRow(
        try Self.json(
          #"{"id":"26100100000001","symbol":"NSE:SBIN-EQ","side":1,"type":1,"status":6,"qty":10,"#
            + #""filledQty":4,"remainingQuantity":6,"limitPrice":1068.45,"stopPrice":0,"#
            + #""tradedPrice":1068.4333333,"orderTag":"1:tag1","productType":"INTRADAY","#
            + #""orderDateTime":"05-Oct-2026 10:00:00","message":"","id_fyers":"u"}"#)))
    #expect(plain.status == .pending)
    #expect(plain.quantities.filled == 4)
    #expect(plain.prices.limit == Price(micros: 1_068_450_000))
    #expect(plain.prices.average == Price(micros: 1_068_433_333))
    #expect(plain.tag.text == "tag1")
    #expect(plain.time == .session)
    let texts = try #require(
      OrderBookRow(
        try Self.json(#"{"id":26100100000001,"symbol":"A","qty":"10","status":"5","side":"-1"}"#)))
    #expect(texts.id == "26100100000001")
    #expect(texts.quantities.ordered == 10)
    #expect(texts.status == .rejected)
    #expect(texts.side == -1)
    #expect(OrderBookRow(try Self.json(#"{"symbol":"A"}"#)) == nil)
    #expect(OrderBookRow(try Self.json("[]")) == nil)
  }

  @Test(
    "a tag loses its prefix, and an untagged order has none",
    arguments: [
      ("1:tag1", "tag1"), ("2:Untagged", nil), ("1:Untagged", nil), ("", nil), ("tag1", "tag1"),
      ("2:broker", nil), ("1:", nil),
    ] as [(String, String?)])
  func tags(raw: String, text: String?) {
    #expect(BrokerTag(raw).text == text)
  }

  @Test(
    "the broker's times are Indian",
    arguments: [
      ("05-Oct-2026 10:00:00", "2026-10-05T10:00:00.000+05:30"),
      ("05-10-2026 10:00:00", "2026-10-05T10:00:00.000+05:30"),
      ("1791174600", "2026-10-05T10:00:00.000+05:30"),
    ])
  func times(text: String, iso: String) throws {
    #expect(IndianTime(try #require(BrokerTime.parse(text))).iso8601 == iso)
  }

  @Test(
    "what is no time is none",
    arguments: [
      "", "NA", "32-Oct-2026 10:00:00", "05-Okt-2026 10:00:00", "05-Oct-2026", "-1",
      "05-Oct-2026 25:00:00", "99999999999999999999", "05-Oct-2026 10:00:-1",
    ])
  func noTimes(text: String) {
    #expect(BrokerTime.parse(text) == nil)
  }

  @Test("market data is read exactly")
  func marketData() throws {
    let quote = try #require(
      QuoteRow(
        try Self.json(
          #"{"n":"NSE:SBIN-EQ","s":"ok","v":{"lp":1065.5,"bid":1065.45,"ask":"1065.55","volume":7,"tt":"1791174600"}}"#
        )))
    #expect(quote.lastPrice == Price(micros: 1_065_500_000))
    #expect(quote.ask == Price(micros: 1_065_550_000))
    #expect(quote.time == .session)
    #expect(
      QuoteRow(try Self.json(#"{"n":"X","s":"error","v":{"code":-300,"lp":1}}"#)) == nil)
    let candle = try #require(Candle(try Self.json("[1791174600,1.05,2,0.95,1.10,5000,12]")))
    #expect(candle.close == Price(micros: 1_100_000))
    #expect(candle.openInterest == 12)
    #expect(Candle(try Self.json("[1791174600,1.05,2,0.95]")) == nil)
    let depth = try #require(
      DepthRow(
        symbol: "S",
        try Self.json(
          #"{"ltp":10,"bids":[{"price":9.95,"volume":1,"ord":2}],"ask":[{}],"upper_ckt":11}"#)))
    #expect(depth.bids.first?.orders == 2)
    #expect(depth.asks.isEmpty)
    #expect(depth.upperCircuit == Price(micros: 11_000_000))
    #expect(depth.lowerCircuit == nil)
    let market = try #require(
      MarketStatusRow(try Self.json(#"{"exchange":10,"segment":10,"status":"CLOSE"}"#)))
    #expect(market.status == "CLOSED")
  }

  @Test(
    "a side of 0, or none, is one that nobody quotes on; an index has no book",
    arguments: [
      ("NSE:SBIN-EQ", #""bid":0,"ask":10.05"#, 0, 10_050_000), ("NSE:SBIN-EQ", "\"ask\":0", 0, 0),
      ("NSE:NIFTY50-INDEX", #""bid":0,"ask":0"#, 10_000_000, 10_000_000),
    ])
  func missingSides(symbol: String, sides: String, bid: Int64, ask: Int64) throws {
    let quote = try #require(
      QuoteRow(try Self.json(#"{"n":"\#(symbol)","s":"ok","v":{"lp":10,\#(sides)}}"#)))
    #expect(quote.bid == Price(micros: bid))
    #expect(quote.ask == Price(micros: ask))
    #expect(QuoteRow(try Self.json(#"{"n":"S","s":"ok","v":{"lp":0,"bid":1,"ask":2}}"#)) == nil)
  }

  @Test("levels of price 0 fill a side up and are none")
  func emptyLevels() throws {
    let depth = try #require(
      DepthRow(
        symbol: "S",
        try Self.json(
          #"{"ltp":10,"bids":[{"price":0,"volume":0,"ord":0}],"ask":[{"price":10.05},{"price":0}]}"#
        )))
    #expect(depth.bids.isEmpty)
    #expect(depth.asks.map(\.price) == [Price(micros: 10_050_000)])
  }

  @Test(
    "a long range of candles is asked for in pieces without gaps",
    arguments: [
      (Resolution.m1, Int64(100), 1), (.m1, 101, 2), (.day, 366, 1), (.day, 367, 2), (.m5, 1, 1),
      (.s5, 61, 3), (.day, 0, 0),
    ])
  func historyPieces(resolution: Resolution, days: Int64, calls: Int) throws {
    let start = try #require(CivilDate(year: 2026, month: 1, day: 1))
    let question = HistoryQuestion(
      symbol: "NSE:SBIN-EQ", resolution: resolution, from: start,
      to: CivilDate(day: start.dayNumber + days - 1))
    let requests = question.requests
    #expect(requests.count == calls)
    for (one, next) in zip(requests, requests.dropFirst()) {
      let end = one.query.first { $0.name == "range_to" }?.value
      let begin = next.query.first { $0.name == "range_from" }?.value
      let day = (try #require(CivilDate(iso: end)), try #require(CivilDate(iso: begin)))
      #expect(day.1.dayNumber == day.0.dayNumber + 1)
    }
  }

  @Test(
    "intervals are read as people write them",
    arguments: [
      ("5", Resolution.m5), ("5m", .m5), ("1h", .m60), ("D", .day), ("1d", .day), ("30s", .s30),
      ("1M", .month), ("7m", nil), ("", nil), ("m", nil),
    ] as [(String, Resolution?)])
  func resolutions(text: String, resolution: Resolution?) {
    #expect(Resolution(text: text) == resolution)
  }

  @Test("a row that cannot be read makes the whole book unclear")
  func incompleteBook() async throws {
    let rig = try await TransportTests.Rig { _ in
      .reply(200, [:], #"{"s":"ok","orderBook":[{"id":"1","symbol":"A"},{"id":""}]}"#)
    }
    await #expect(throws: FyersError.unclear("`orderBook`: 1 rows could not be read")) {
      try await rig.client.orders()
    }
    try await rig.finish()
  }
}

extension CivilDate {
  /// A date of `2026-10-05`.
  fileprivate init?(iso text: String?) {
    let parts = (text ?? "").split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    self.init(year: parts[0], month: parts[1], day: parts[2])
  }
}
