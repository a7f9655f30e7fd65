import Fyers
import Market
import Money
import Testing

@Suite("The data-socket decoder")
struct FeedDecoderTests {
  private static let sbin = "sf|nse_cm|3045"
  private static let nifty = "if|nse_cm|Nifty 50"
  private static let book = "dp|nse_cm|3045"
  private static let none = Int32.min

  private var decoder = FeedDecoder(mode: .full)

  init() {
    decoder.subscribe([
      FeedSubscription(
        topic: Self.sbin, symbol: "NSE:SBIN-EQ", instrument: InstrumentID(index: 0)),
      FeedSubscription(
        topic: Self.nifty, symbol: "NSE:NIFTY50-INDEX", instrument: InstrumentID(index: 1)),
      FeedSubscription(
        topic: Self.book, symbol: "NSE:SBIN-EQ", instrument: InstrumentID(index: 0)),
    ])
  }

  private static func scrip(ltp: Int32 = 106_550, volume: Int32 = 1_000) -> [Int32] {
    [
      ltp, volume, 1_790_000_000, 1_790_000_001, 10, 20, ltp - 5, ltp + 5, 7, 100, 200, 106_000,
      55, 105_000, 107_000, 120_000, 70_000, 95_000, 117_000, 106_100, 106_200,
    ]
  }

  private mutating func decode(_ records: [[UInt8]], count: UInt16? = nil) -> [FeedEvent] {
    decodeFrame(FeedFrameBuilder.data(records, count: count))
  }

  private mutating func decodeFrame(_ frame: [UInt8]) -> [FeedEvent] {
    var events: [FeedEvent] = []
    decoder.decode(frame, into: &events)
    return events
  }

  private static func updates(_ events: [FeedEvent]) -> [FeedUpdate] {
    events.compactMap { if case .update(let update) = $0 { update } else { nil } }
  }

  private static func faults(_ events: [FeedEvent]) -> [FeedFault] {
    events.compactMap { if case .fault(let fault) = $0 { fault } else { nil } }
  }

  @Test("a snapshot is a tick with all its times, exact prices and the hidden fields")
  func tick() throws {
    var test = self
    let update = try #require(
      Self.updates(
        test.decode([FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: Self.scrip())])
      ).first)
    let now = EventTime(milliseconds: 1_790_000_002_500)
    let tick = try #require(update.tick(receivedAt: .at(now, readAt: 17)))
    #expect(
      tick.tick
        == Tick(
          time: now, instrument: InstrumentID(index: 0), bid: Price(micros: 1_065_450_000),
          ask: Price(micros: 1_065_550_000), ltp: Price(micros: 1_065_500_000), volume: 1_000,
          lastQuantity: 7, bidQuantity: 10, askQuantity: 20, openInterest: 55))
    #expect(tick.exchangeTime == EventTime(milliseconds: 1_790_000_001_000))
    #expect(tick.readAt == 17)
    #expect(update.lowerCircuit == Price(micros: 950_000_000))
    #expect(update.upperCircuit == Price(micros: 1_170_000_000))
    #expect(update.yearHigh == Price(micros: 1_200_000_000))
    #expect(update.isSnapshot)
  }

  @Test("a volume beyond 31 bits is read as unsigned")
  func wrappedVolume() throws {
    var test = self
    let values = Self.scrip(volume: -1_294_967_296)
    let events = test.decode([FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: values)])
    #expect(Self.updates(events).first?.volume == 3_000_000_000)
  }

  /// Gives the tick of a record, one record after the other.
  private func ticks() -> ([UInt8]) -> Tick? {
    var test = self
    return { record in
      Self.updates(test.decode([record])).last?
        .tick(receivedAt: .at(EventTime(milliseconds: 1)))?.tick
    }
  }

  @Test(
    "a side of 0 stays 0: nobody quotes there",
    arguments: [(0, 106_555), (106_545, 0), (0, 0)] as [(Int32, Int32)])
  func missingSides(bid: Int32, ask: Int32) throws {
    let read = ticks()
    var values = Self.scrip()
    values[6] = bid
    values[7] = ask
    let tick = try #require(
      read(FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: values)))
    #expect(tick.bid == Price(micros: Int64(bid) * 10_000))
    #expect(tick.ask == Price(micros: Int64(ask) * 10_000))
    #expect(tick.ltp == Price(micros: 1_065_500_000))
    // An update may take a side away and give it back.
    var change = [Int32](repeating: Self.none, count: 8)
    for (raw, price) in [(106_540, 1_065_400_000), (0, 0)] as [(Int32, Int64)] {
      change[6] = raw
      let next = read(FeedFrameBuilder.update(id: 7, values: change))
      #expect(next?.bid == Price(micros: price))
      #expect(next?.ask == tick.ask)
    }
  }

  @Test("no last price above zero is no tick", arguments: [0, -5, Int32.min])
  func missingLast(ltp: Int32) {
    let read = ticks()
    var values = Self.scrip()
    values[0] = ltp
    #expect(
      read(FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: values)) == nil)
  }

  @Test(
    "a side that was never told is unknown: ticks begin when both have been", arguments: [6, 7])
  func untoldSide(slot: Int) throws {
    let read = ticks()
    var values = Self.scrip()
    values[slot] = Self.none
    #expect(
      read(FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: values)) == nil)
    #expect(read(FeedFrameBuilder.update(id: 7, values: [106_600])) == nil)
    var change = [Int32](repeating: Self.none, count: 8)
    change[slot] = 0
    let tick = try #require(read(FeedFrameBuilder.update(id: 7, values: change)))
    #expect([tick.bid, tick.ask][slot - 6] == .zero)
    #expect([tick.bid, tick.ask][7 - slot] > .zero)
    #expect(tick.ltp == Price(micros: 1_066_000_000))
  }

  @Test("an index has its value on both sides")
  func indexSides() throws {
    let read = ticks()
    let tick = try #require(
      read(FeedFrameBuilder.snapshot(id: 3, topic: Self.nifty, values: [2_519_505, 2_486_077])))
    #expect(tick.bid == tick.ltp)
    #expect(tick.ask == tick.ltp)
  }

  @Test("a snapshot with a price and half a book is reported by its symbol, once")
  func untoldReport() throws {
    let topics = FeedTopics([
      FeedSubscription(
        topic: Self.sbin, symbol: "NSE:SBIN-EQ", instrument: InstrumentID(index: 0))
    ])
    var feed = try DataSocketFeed(topics: topics)
    var values = Self.scrip()
    values[6] = Self.none
    func outputs(_ record: [UInt8]) -> [String] {
      let message = SocketMessage.binary(FeedFrameBuilder.data([record]))
      let reception = feed.receive(message, at: .at(EventTime(milliseconds: 1)))
      #expect(reception.arrival == .data)
      return reception.outputs.map { output in
        switch output {
        case .ticks(let ticks): "\(ticks.count) ticks"
        case .fault(let fault): fault.description
        case .server(let notice): notice.description
        }
      }
    }
    #expect(
      outputs(FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: values)) == [
        "data frame: expected bid and ask in the snapshot of NSE:SBIN-EQ, not both are there; "
          + "it has no ticks until they are told"
      ])
    #expect(outputs(FeedFrameBuilder.update(id: 7, values: [106_600])).isEmpty)
    values[6] = 0
    #expect(
      outputs(FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: values)) == ["1 ticks"])
  }

  @Test("depth has five levels a side and is no tick")
  func depth() throws {
    var test = self
    let values = (0..<30).map { Int32($0 < 10 ? 1_000 + $0 : $0) }
    let events = test.decode([FeedFrameBuilder.snapshot(id: 9, topic: Self.book, values: values)])
    let update = try #require(Self.updates(events).first)
    #expect(update.bids.count == 5)
    #expect(
      update.asks.first == .init(price: Price(micros: 10_050_000), quantity: 15, orders: 25))
    #expect(update.tick(receivedAt: .at(EventTime(milliseconds: 1))) == nil)
  }

  @Test("yearly values of an index leave its symbol and type alone")
  func indexTail() throws {
    var test = self
    let first: [Int32] = [2_519_505, 2_486_077, 1_790_000_000, 2_534_622, 2_506_907, 2_510_334]
    _ = test.decode([
      FeedFrameBuilder.snapshot(id: 3, topic: Self.nifty, values: first + [2_800_000, 2_100_000])
    ])
    let blank = [Int32](repeating: Self.none, count: 6)
    let events = test.decode([
      FeedFrameBuilder.update(id: 3, values: blank + [2_900_000, Self.none])
    ])
    let update = try #require(Self.updates(events).first)
    #expect(update.symbol == "NSE:NIFTY50-INDEX")
    #expect(update.yearHigh == Price(micros: 29_000_000_000))
    #expect(update.fields.last?.value == .text("NSE:NIFTY50-INDEX"))
  }

  @Test("foreign snapshots are stepped over, and their ids mean nothing")
  func foreignSnapshot() {
    var test = self
    let events = test.decode([
      FeedFrameBuilder.snapshot(id: 1, topic: "sf|nse_cm|9999", values: Self.scrip()),
      FeedFrameBuilder.snapshot(id: 2, topic: "zz|what", values: [1, 2]),
      FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: Self.scrip()),
      FeedFrameBuilder.update(id: 1, values: [5]),
      FeedFrameBuilder.lite(id: 1, value: 5),
      FeedFrameBuilder.update(id: 7, values: [106_600]),
    ])
    #expect(Self.updates(events).map(\.symbol) == ["NSE:SBIN-EQ", "NSE:SBIN-EQ"])
    #expect(Self.faults(events).isEmpty)
  }

  @Test("an id that a snapshot gives to another topic leaves the first for good")
  func reboundID() {
    var test = self
    _ = test.decode([FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: Self.scrip())])
    for (record, isWhole) in [
      (FeedFrameBuilder.snapshot(id: 7, topic: "sf|nse_cm|9999", values: Self.scrip()), true),
      (FeedFrameBuilder.snapshot(id: 7, topic: Self.nifty, values: [1, 2]), false),
    ] {
      var copy = test
      _ = copy.decode([isWhole ? record : Array(record.dropLast(3))])
      let events = copy.decode([FeedFrameBuilder.update(id: 7, values: [999])])
      #expect(Self.updates(events).isEmpty)
    }
  }

  @Test("a record that is cut short changes nothing, and says so")
  func truncation() throws {
    var test = self
    _ = test.decode([FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: Self.scrip())])
    let record = FeedFrameBuilder.update(id: 7, values: [1, 2, 3])
    let events = test.decode([Array(record.dropLast())])
    #expect(Self.updates(events).isEmpty)
    #expect(Self.faults(events) == [.truncatedRecord(index: 0)])
    #expect(Self.faults(events).first?.lostRecords == true)
    let next = test.decode([FeedFrameBuilder.update(id: 7, values: [Self.none, 1_001])])
    #expect(Self.updates(next).first?.ltp == Price(micros: 1_065_500_000))
  }

  @Test("a depth id in a lite record does not shift the records after it")
  func liteDepth() {
    var test = self
    _ = test.decode([
      FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: Self.scrip()),
      FeedFrameBuilder.snapshot(id: 9, topic: Self.book, values: [1]),
    ])
    let events = test.decode([
      FeedFrameBuilder.lite(id: 9, value: 5), FeedFrameBuilder.lite(id: 7, value: 106_700),
    ])
    #expect(Self.updates(events).map(\.ltp) == [Price(micros: 1_067_000_000)])
  }

  @Test("a multiplier of 0 is read as 1, with a notice")
  func zeroMultiplier() {
    var test = self
    let events = test.decode([
      FeedFrameBuilder.snapshot(
        id: 7, topic: Self.sbin, values: Self.scrip(), multiplier: 0)
    ])
    #expect(Self.updates(events).first?.ltp == Price(micros: 1_065_500_000))
    #expect(Self.faults(events) == [.zeroMultiplier(topic: Self.sbin)])
  }

  @Test("after the confirmation an unsubscribed topic is silent, not before")
  func unsubscription() {
    var test = self
    _ = test.decode([FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: Self.scrip())])
    let sent = test.decoder.unsubscribe([Self.sbin, "sf|x"]).sent
    #expect(sent == [Self.sbin])
    let before = test.decode([FeedFrameBuilder.update(id: 7, values: [1_000])])
    #expect(Self.updates(before).count == 1)
    _ = test.decodeFrame(FeedFrameBuilder.reply(5, "K"))
    let events = test.decode([
      FeedFrameBuilder.update(id: 7, values: [2_000]),
      FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: Self.scrip()),
    ])
    #expect(Self.updates(events).isEmpty)
    let again = test.decoder.unsubscribe([Self.sbin])
    #expect(again.notice == .nothingToUnsubscribe)
  }

  @Test("a refused unsubscription leaves the topic, and its confirmation is not another's")
  func refusedUnsubscription() {
    var test = self
    _ = test.decode([FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: Self.scrip())])
    _ = test.decoder.unsubscribe([Self.sbin])
    _ = test.decoder.unsubscribe([Self.nifty])
    _ = test.decodeFrame(FeedFrameBuilder.reply(5, "F"))
    _ = test.decodeFrame(FeedFrameBuilder.reply(5, "K"))
    let events = test.decode([FeedFrameBuilder.update(id: 7, values: [1_000])])
    #expect(Self.updates(events).count == 1)
  }

  @Test("a new connection starts without ids")
  func reset() {
    var test = self
    _ = test.decode([FeedFrameBuilder.snapshot(id: 7, topic: Self.sbin, values: Self.scrip())])
    test.decoder.reset()
    let orphans = test.decode([FeedFrameBuilder.update(id: 7, values: [1_000])])
    #expect(Self.updates(orphans).isEmpty)
    let events = test.decode([
      FeedFrameBuilder.snapshot(id: 8, topic: Self.sbin, values: Self.scrip())
    ])
    #expect(Self.updates(events).count == 1)
  }
}
