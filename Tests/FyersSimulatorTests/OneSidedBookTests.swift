import Market
import Money
import NIOCore
import Testing

@testable import FyersSimulator

@Suite("Books with a side that nobody quotes on")
struct OneSidedBookTests {
  private static let bid = Price(micros: 549_700_000)
  private static let ask = Price(micros: 549_800_000)
  private static let last = Price(micros: 549_750_000)

  /// An exchange whose share has this quote.
  private func exchange(
    bid: Price = bid, ask: Price = ask, _ change: (inout SimulatorOptions) -> Void = { _ in }
  ) throws -> SimulatedExchange {
    let exchange = try Fixture.exchange(Fixture.plain, change)
    // The first tick of a symbol is what was on display before.
    try Fixture.play(exchange, 2)
    quote(exchange, bid: bid, ask: ask)
    return exchange
  }

  private func quote(
    _ exchange: SimulatedExchange, bid: Price = bid, ask: Price = ask, ltp: Price = last,
    of symbol: String = "NSE:SBIN-EQ"
  ) {
    guard let instrument = exchange.catalogue[symbol] else {
      Issue.record("no \(symbol)")
      return
    }
    exchange.take(
      Tick(time: exchange.market.time, instrument: instrument.id, bid: bid, ask: ask, ltp: ltp))
  }

  private func state(_ exchange: SimulatedExchange) throws -> OrderState {
    try #require(exchange.account.orders.last).state
  }

  @Test("a market order waits for its side and fills at the first price there", arguments: [1, -1])
  func market(side: Int) throws {
    let exchange = try exchange(bid: side > 0 ? Self.bid : .zero, ask: side > 0 ? .zero : Self.ask)
    let reply = try Fixture.call(
      exchange, "POST", "/api/v3/orders/sync", Fixture.order(["side": .int(side)]))
    #expect(reply.json["s"] == .string("ok"), "\(reply.json)")
    #expect(try state(exchange) == .pending)
    // The price runs away meanwhile: the band is drawn where there is somebody to deal with.
    let far = Price(micros: 600_000_000)
    quote(exchange, bid: side > 0 ? Self.bid : .zero, ask: side > 0 ? .zero : far, ltp: far)
    #expect(try state(exchange) == .pending)
    quote(exchange, bid: far, ask: far, ltp: far)
    #expect(try state(exchange) == .filled)
    #expect(exchange.account.trades.map(\.price) == [far])
  }

  @Test(
    "an order at rest never fills against a missing side",
    arguments: [
      (1, 1, "560.00", "0"), (-1, 1, "540.00", "0"), (1, 3, "0", "549.75"), (-1, 3, "0", "549.75"),
      (1, 4, "560.00", "549.75"), (-1, 4, "540.00", "549.75"),
    ])
  func resting(side: Int, type: Int, limit: String, stop: String) throws {
    let exchange = try exchange(bid: .zero, ask: .zero)
    let body = Fixture.order([
      "side": .int(side), "type": .int(type), "limitPrice": .number(limit),
      "stopPrice": .number(stop),
    ])
    let reply = try Fixture.call(exchange, "POST", "/api/v3/orders/sync", body)
    #expect(reply.json["s"] == .string("ok"), "\(reply.json)")
    for _ in 0..<2 {
      #expect(try state(exchange) == .pending)
      quote(exchange, bid: .zero, ask: .zero)
    }
    quote(exchange)
    #expect(try state(exchange) == .filled)
    #expect(exchange.account.trades.map(\.price) == [side > 0 ? Self.ask : Self.bid])
  }

  @Test("an IOC order without a counterparty is cancelled")
  func immediate() throws {
    let exchange = try exchange(ask: .zero)
    _ = try Fixture.call(
      exchange, "POST", "/api/v3/orders/sync", Fixture.order(["validity": .string("IOC")]))
    #expect(try state(exchange) == .cancelled)
    #expect(exchange.account.trades.isEmpty)
  }

  @Test("a side that is missing is 0 on every wire", arguments: [true, false])
  func wires(isBid: Bool) throws {
    let exchange = try exchange(bid: isBid ? .zero : Self.bid, ask: isBid ? Self.ask : .zero)
    let missing = isBid ? "bid" : "ask"
    let row = try Fixture.call(exchange, "GET", "/data/quotes?symbols=NSE%3ASBIN-EQ").json["d"]?
      .elements?.first?["v"]
    #expect(row?[missing] == .int(0))
    #expect(row?[isBid ? "ask" : "bid"] == .number(isBid ? "549.8" : "549.7"))
    #expect(row?["spread"] == .int(0))
    let depth = try Fixture.call(exchange, "GET", "/data/depth?symbol=NSE%3ASBIN-EQ").json["d"]?[
      "NSE:SBIN-EQ"]
    let empty = Json.of(["price": .int(0), "volume": .int(0), "ord": .int(0)])
    #expect(depth?[isBid ? "bids" : "ask"] == .array(Array(repeating: empty, count: 5)))
    #expect(depth?[isBid ? "ask" : "bids"]?.elements?.contains(empty) == false)
    #expect(depth?[isBid ? "totalbuyqty" : "totalsellqty"] == .int(0))

    let quote = try #require(exchange.market.quotes[0])
    let text = TickPushText.update("NSE:SBIN-EQ", quote)
    #expect(text[isBid ? "BID" : "ASK"] == .int(0))
    #expect(text["LTP"] == .number("549.75"))

    let instrument = exchange.catalogue.all[0]
    for (name, places) in [
      ("sf|nse_cm|3045", isBid ? [4, 6, 9] : [5, 7, 10]),
      ("dp|nse_cm|3045", isBid ? [0, 1, 10, 11, 20] : [5, 6, 15, 16, 25]),
    ] {
      let topic = try #require(WireTopic(parsing: name, in: exchange.catalogue))
      let values = WireValues.of(topic, quote, instrument)
      #expect(places.map { values[$0] } == places.map { _ in 0 })
      #expect(values.contains { $0 > 0 })
    }
  }

  @Test("a book with nobody at all is empty, and not taken for a locked one")
  func empty() throws {
    let exchange = try exchange(bid: .zero, ask: .zero)
    let ladder = DepthLadder(
      try #require(exchange.market.quotes[0]), of: exchange.catalogue.all[0])
    #expect((ladder.bids(5) + ladder.asks(5)).allSatisfy { $0.price == 0 && $0.size == 0 })
  }

  @Test("a fault crosses only a quote that has two sides")
  func crossed() throws {
    let exchange = try exchange { $0.faults = ["crossed-quote"] }
    let client = DataClient(session: DataSession(topicsMax: 10), waitingMax: 1 << 20)
    exchange.hub.add(client)
    let topic = Array("sf|nse_cm|3045".utf8)
    for frame in [
      [0, 0, 1, 1, 1, 0, 1, 0x6B], [0, 0, 4, 2, 1, 0, 17, 0, 1, 14] + topic + [2, 0, 1, 11],
    ] as [[UInt8]] {
      exchange.hub.receive(frame, from: client, market: exchange.market) { _ in true }
    }
    _ = client.takeFrames()
    quote(exchange, bid: .zero)
    let record = try #require(client.takeFrames().map { Array($0.readableBytesView) }.first)
    // The bid, the seventh value of the first record.
    #expect(Array(record[37..<41]) == [0, 0, 0, 0])
  }

  @Test("an index has its value on both sides, whatever the recording says")
  func index() throws {
    let exchange = try exchange()
    let value = Price(micros: 25_000_000_000)
    quote(exchange, bid: .zero, ask: .zero, ltp: value, of: "NSE:NIFTY50-INDEX")
    let tick = try #require(exchange.market.quotes[1]).tick
    #expect([tick.bid, tick.ask, tick.ltp] == [value, value, value])
  }

  @Test("a missing side is no price: grid and circuits are those of the others")
  func scan() throws {
    var scan = RecordingScan()
    for (bid, ask) in [(0, Self.ask.micros), (Self.bid.micros, 0), (0, 0)] {
      scan.note(
        Tick(
          time: Fixture.wall, instrument: InstrumentID(index: 0), bid: Price(micros: bid),
          ask: Price(micros: ask), ltp: Self.last))
    }
    let row = try #require(scan.row(of: 0))
    #expect(row.grid == 50_000)
    #expect([row.low, row.high] == [Self.bid.micros, Self.ask.micros])
    #expect(scan.row(of: 1) == nil)
  }
}
