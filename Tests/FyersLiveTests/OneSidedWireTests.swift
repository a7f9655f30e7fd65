import Foundation
import Fyers
import Market
import Money
import NIOCore
import Testing

@testable import FyersSimulator

/// The simulator's bytes through our decoders, without a connection.
@Suite("A side that nobody quotes on, from the simulator to the tick")
struct OneSidedWireTests {
  private static let symbol = "NSE:SBIN-EQ"
  private static let topic = "sf|nse_cm|3045"
  private static let id = InstrumentID(index: 0)
  private static let now = EventTime(milliseconds: 1_790_051_400_000)

  private func exchange() throws -> SimulatedExchange {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
    let row = "1790048700000,\(Self.symbol),549.70,549.80,549.75,1000\n"
    try ("time,symbol,bid,ask,ltp,volume\n" + row).write(
      to: file, atomically: true, encoding: .utf8)
    // lint: allow swallow, because it only tidies up
    defer { try? FileManager.default.removeItem(at: file) }
    let exchange = try SimulatedExchange(SimulatorOptions(files: [file.path]), wall: Self.now)
    exchange.take(Self.tick(bid: 549_700_000, ask: 549_800_000))
    return exchange
  }

  private static func tick(bid: Int64, ask: Int64) -> Tick {
    Tick(
      time: now, instrument: id, bid: Price(micros: bid), ask: Price(micros: ask),
      ltp: Price(micros: 549_750_000), volume: 1_000)
  }

  private static let quotes: [(bid: Int64, ask: Int64)] = [
    (0, 549_800_000), (549_700_000, 0), (0, 0), (549_700_000, 549_800_000), (549_700_000, 0),
  ]

  @Test("on the binary data socket, in snapshots and updates")
  func dataSocket() throws {
    let exchange = try exchange()
    let client = DataClient(session: DataSession(topicsMax: 3), waitingMax: 1 << 20)
    exchange.hub.add(client)
    var decoder = FeedDecoder(mode: .full)
    decoder.subscribe([
      FeedSubscription(topic: Self.topic, symbol: Self.symbol, instrument: Self.id)
    ])
    func ticks() -> [Tick] {
      var events: [FeedEvent] = []
      for frame in client.takeFrames() {
        decoder.decode(Array(frame.readableBytesView), into: &events)
      }
      return events.compactMap { event -> Tick? in
        guard case .update(let update) = event else { return nil }
        return update.tick(receivedAt: ReceiptTime(event: Self.now, monotonicNanoseconds: 0))?.tick
      }
    }
    exchange.take(Self.tick(bid: 0, ask: 0))
    let subscription =
      [0, 0, 4, 2, 1, 0, 17, 0, 1, UInt8(Self.topic.utf8.count)] + Array(Self.topic.utf8)
      + [2, 0, 1, 11]
    for frame in [[0, 0, 1, 1, 1, 0, 1, 0x6B], subscription] {
      exchange.hub.receive(frame, from: client, market: exchange.market) { _ in true }
    }
    let first = ticks()
    #expect(first.map(\.bid) == [.zero])
    #expect(first.map(\.ask) == [.zero])
    for (bid, ask) in Self.quotes {
      exchange.take(Self.tick(bid: bid, ask: ask))
      let tick = try #require(ticks().last)
      #expect([tick.bid.micros, tick.ask.micros, tick.ltp.micros] == [bid, ask, 549_750_000])
    }
  }

  @Test("on the JSON quote socket", arguments: 0..<5)
  func quoteSocket(index: Int) throws {
    let (bid, ask) = Self.quotes[index]
    let exchange = try exchange()
    exchange.take(Self.tick(bid: bid, ask: ask))
    let quote = try #require(exchange.market.quotes[0])
    let text = String(decoding: TickPushText.update(Self.symbol, quote).bytes, as: UTF8.self)
    guard case .quote(let read) = try QuoteSocketMessage(text: text) else {
      Issue.record("expected a quote, found \(text)")
      return
    }
    #expect([read.bid.micros, read.ask.micros] == [bid, ask])
  }
}
