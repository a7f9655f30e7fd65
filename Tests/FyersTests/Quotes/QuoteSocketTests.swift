import Fyers
import Market
import Money
import Testing
import WireText

@Suite("The JSON quote socket")
struct QuoteSocketTests {
  @Test("requests have the guide's shape")
  func requests() {
    #expect(
      QuoteSocketRequest.open(user: "XX00000", token: "t\"").text
        == #"{"T": "OP", "uid": "XX00000", "token": "t\""}"#)
    #expect(
      QuoteSocketRequest.subscribe(symbol: "NSE:M&M-EQ").text == #"{"T": "SUB", "K": "NSE:M&M-EQ"}"#
    )
  }

  @Test("a quote is read from its digits")
  func quote() throws {
    let text = """
      {"T":0,"K":"NSE:SBIN-EQ","LTT":1234567890,"LTP":549.75,"BID":549.50,"ASK":550.00,"VOL":100000}
      """
    guard case .quote(let quote) = try QuoteSocketMessage(text: text) else {
      Issue.record("expected a quote")
      return
    }
    #expect(quote.symbol == "NSE:SBIN-EQ")
    #expect(quote.lastTradedTime == EventTime(milliseconds: 1_234_567_890_000))
    #expect(quote.ltp == Price(micros: 549_750_000))
    #expect(quote.bid == Price(micros: 549_500_000))
    #expect(quote.ask == Price(micros: 550_000_000))
    #expect(quote.volume == 100_000)
    let now = EventTime(milliseconds: 5)
    let tick = quote.tick(instrument: InstrumentID(index: 3), receivedAt: .at(now, readAt: 17))
    #expect(tick.tick.time == now)
    #expect(tick.tick.instrument.index == 3)
    #expect(tick.exchangeTime == quote.lastTradedTime)
    #expect(tick.readAt == 17)
  }

  @Test(
    "a side told as 0, as null or not at all is one that nobody quotes on",
    arguments: [
      (#""K":"S","BID":0,"ASK":0.10"#, 0, 100_000), (#""K":"S","BID":0.01,"ASK":null"#, 10_000, 0),
      (#""K":"S","ASK":"0.10""#, 0, 100_000), (#""K":"S","BID":0,"ASK":"0.00""#, 0, 0),
      // Without a book, and for an index, which has none, the last price stands on both sides.
      (#""K":"S""#, 50_000, 50_000), (#""K":"NSE:NIFTY50-INDEX","BID":0,"ASK":0"#, 50_000, 50_000),
    ])
  func missingSides(fields: String, bid: Int64, ask: Int64) throws {
    guard case .quote(let quote) = try QuoteSocketMessage(text: #"{"T":0,"LTP":"0.05",\#(fields)}"#)
    else {
      Issue.record("expected a quote")
      return
    }
    let tick = quote.tick(
      instrument: InstrumentID(index: 0), receivedAt: .at(EventTime(milliseconds: 1))
    ).tick
    #expect(tick.bid == Price(micros: bid))
    #expect(tick.ask == Price(micros: ask))
    #expect(tick.ltp == Price(micros: 50_000))
    #expect(tick.volume == 0)
  }

  @Test(
    "quotes that cannot be used are refused by name",
    arguments: [
      #"{"T":0,"LTP":1}"#, #"{"T":0,"K":"S"}"#, #"{"T":0,"K":"S","LTP":0}"#,
      #"{"T":0,"K":"S","LTP":-1}"#, #"{"T":0,"K":"S","LTP":NaN}"#,
      #"{"T":0,"K":"S","LTP":1e400}"#, #"{"T":0,"K":"S","LTP":0.0000001}"#,
      #"{"T":0,"K":"S","LTP":1,"BID":"x"}"#, #"{"T":0,"K":"S","LTP":1,"ASK":-2}"#,
    ])
  func refused(text: String) throws {
    guard case .refused = try QuoteSocketMessage(text: text) else {
      Issue.record("expected a refusal")
      return
    }
  }

  @Test("other texts are handed on, and what is no JSON is thrown")
  func others() throws {
    #expect(try QuoteSocketMessage(text: "pong") == .other(.string("pong")))
    #expect(
      try QuoteSocketMessage(text: #"{"T":"OP","s":"ok"}"#)
        == .other(.object(["T": .string("OP"), "s": .string("ok")])))
    #expect(throws: JSONFault.self) { try QuoteSocketMessage(text: "{oops") }
  }
}
