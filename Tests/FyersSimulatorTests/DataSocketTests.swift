import NIOCore
import Testing

@testable import FyersSimulator

@Suite("The binary data socket")
struct DataSocketTests {
  private static let auth: [UInt8] = [0, 0, 1, 1, 1, 0, 3] + Array("key".utf8)

  private func request(_ type: UInt8, _ topics: [String], channel: UInt8 = 11) -> [UInt8] {
    var list: [UInt8] = [0, UInt8(topics.count)]
    for topic in topics { list += [UInt8(topic.utf8.count)] + Array(topic.utf8) }
    return [0xFF, 0xFF, type, 2, 1, 0, UInt8(list.count)] + list + [2, 0, 1, channel]
  }

  private func bitmap(_ type: UInt8, mode: UInt8? = nil) -> [UInt8] {
    let tail: [UInt8] = mode.map { [2, 0, 1, $0] } ?? []
    return [0, 0, type, mode == nil ? 1 : 2, 1, 0, 8, 0, 0, 0, 0, 0, 0, 8, 0] + tail
  }

  private func client(_ exchange: SimulatedExchange) -> DataClient {
    let client = DataClient(session: DataSession(topicsMax: 3), waitingMax: 1 << 20)
    exchange.hub.add(client)
    return client
  }

  /// Sends a frame; the frames that come back.
  private func send(
    _ frame: [UInt8], _ client: DataClient, _ exchange: SimulatedExchange
  ) -> [[UInt8]] {
    exchange.hub.receive(frame, from: client, market: exchange.market) { $0 == "key" }
    return frames(client)
  }

  private func frames(_ client: DataClient) -> [[UInt8]] {
    client.takeFrames().map { Array($0.readableBytesView) }
  }

  @Test("a ping is answered before anything else")
  func ping() throws {
    let exchange = try Fixture.exchange()
    #expect(send([0, 1, 11], client(exchange), exchange) == [[0, 1, 11]])
  }

  @Test("a wrong key is refused, and so is everything after it")
  func refused() throws {
    let exchange = try Fixture.exchange()
    let client = client(exchange)
    let wrong: [UInt8] = [0, 0, 1, 1, 1, 0, 1, 0x78]
    #expect(send(wrong, client, exchange).first?[7] == UInt8(ascii: "F"))
    #expect(
      send(request(4, ["sf|nse_cm|3045"]), client, exchange)
        == [[0, 11, 4, 2, 1, 0, 1, 0x46, 2, 0, 2, 0xFF, 0xFF]])
  }

  @Test("a subscription brings the acknowledgement and then a snapshot, every time")
  func snapshots() throws {
    let exchange = try Fixture.exchange()
    let client = client(exchange)
    #expect(send(Self.auth, client, exchange).first?[7] == UInt8(ascii: "K"))
    for _ in 0..<2 {
      let got = send(request(4, ["sf|nse_cm|3045", "if|nse_cm|Nifty 50"]), client, exchange)
      #expect(got.count == 2)
      #expect(got.first == [0, 11, 4, 2, 1, 0, 1, 0x4B, 2, 0, 2, 0xFF, 0xFF])
      let data = try #require(got.last)
      #expect(data[2] == 6)
      #expect(Array(data[7..<9]) == [0, 2])
      #expect(data[9] == UInt8(ascii: "S"))
      // topic id, name, 21 values; the first is the last price in paise.
      #expect(data[12] == 14)
      #expect(data[27] == 21)
      #expect(Array(data[28..<32]) == [0, 0, 0xD6, 0xBF])
    }
  }

  @Test("an update tells what has changed, and the end of an index's record is never told")
  func updates() throws {
    let exchange = try Fixture.exchange()
    let client = client(exchange)
    _ = send(Self.auth, client, exchange)
    _ = send(request(4, ["sf|nse_cm|3045", "if|nse_cm|Nifty 50"]), client, exchange)
    try Fixture.play(exchange, 5)
    let data = try #require(frames(client).first)
    // The first ticks are what the snapshots said; two of the share and one of the index follow.
    #expect(Array(data[7..<9]) == [0, 3])
    #expect(data[9] == UInt8(ascii: "U"))
    #expect(data[12] == 21)
    #expect(data.count == 9 + 2 * (4 + 84) + 4 + 24)
    let second = Array(data[(9 + 88)..<(9 + 176)])
    // The open price (19) has not changed.
    #expect(Array(second[(4 + 76)..<(4 + 80)]) == [0x80, 0, 0, 0])
  }

  @Test("nothing comes after unsubscribing, nor while the channel is paused")
  func silence() throws {
    let exchange = try Fixture.exchange()
    let client = client(exchange)
    _ = send(Self.auth, client, exchange)
    _ = send(request(4, ["sf|nse_cm|3045"]), client, exchange)
    #expect(send(bitmap(7), client, exchange) == [[0, 6, 7, 1, 1, 0, 1, 0x4B]])
    try Fixture.play(exchange, 3)
    #expect(frames(client).isEmpty)
    let resumed = send(bitmap(8), client, exchange)
    #expect(resumed.count == 2)
    #expect(resumed.last?[9] == UInt8(ascii: "S"))
    #expect(send(request(5, ["sf|nse_cm|3045"]), client, exchange).count == 1)
    try Fixture.play(exchange, 3)
    #expect(frames(client).isEmpty)
  }

  @Test("the short mode sends the last price alone, but depth whole")
  func lite() throws {
    let exchange = try Fixture.exchange()
    let client = client(exchange)
    _ = send(Self.auth, client, exchange)
    _ = send(bitmap(12, mode: UInt8(ascii: "L")), client, exchange)
    _ = send(request(4, ["sf|nse_cm|3045", "dp|nse_cm|3045"]), client, exchange)
    try Fixture.play(exchange, 3)
    let data = try #require(frames(client).first)
    #expect(data[9] == UInt8(ascii: "L"))
    #expect(data[16] == UInt8(ascii: "U"))
    #expect(data.count == 9 + 7 + 124)
  }

  @Test("one topic too many is told in words")
  func limit() throws {
    let exchange = try Fixture.exchange()
    let client = client(exchange)
    _ = send(Self.auth, client, exchange)
    let topics = ["sf|nse_cm|3045", "dp|nse_cm|3045", "if|nse_cm|Nifty 50", "if|nse_cm|NIFTY 50"]
    let got = send(request(4, topics), client, exchange)
    #expect(got.count == 3)
    #expect(got[1][2] == 51)
    #expect(Array(got[1][7..<11]) == [0, 0, 0xC7, 0x39])
  }

  @Test("a client that takes nothing is found out")
  func slow() throws {
    let exchange = try Fixture.exchange()
    let client = DataClient(session: DataSession(topicsMax: 3), waitingMax: 300)
    exchange.hub.add(client)
    _ = send(Self.auth, client, exchange)
    exchange.hub.receive(
      request(4, ["dp|nse_cm|3045"]), from: client, market: exchange.market
    ) { $0 == "key" }
    try Fixture.play(exchange, 6)
    #expect(client.isOverflowing)
    #expect(client.waitingBytes < 600)
  }

  @Test("every truncation and damaged frame is survived", arguments: 0..<60 as Range<UInt64>)
  func fuzz(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let exchange = try Fixture.exchange()
    let client = client(exchange)
    _ = send(Self.auth, client, exchange)
    for frame in [Self.auth, request(4, ["sf|nse_cm|3045"]), bitmap(8), bitmap(12, mode: 0x46)] {
      for length in 0...frame.count { _ = DataRequest(reading: Array(frame.prefix(length))) }
      var damaged = frame
      for _ in 0..<3 {
        damaged[Int(random.below(UInt64(frame.count)))] = UInt8(random.below(256))
      }
      _ = send(damaged, client, exchange)
      _ = send(random.bytes(Int(random.below(80))), client, exchange)
    }
    try Fixture.play(exchange, 6)
  }
}
