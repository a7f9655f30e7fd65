import Fyers
import Money
import TestSupport
import Testing
import WireText

@Suite("The tick-by-tick socket, against the official client")
struct DepthGoldenTests {
  @Test("the fixture was found")
  func fixtureIsThere() { #expect(Golden.depth.count == 6) }

  @Test(
    "frames make the official client's books, to the byte",
    arguments: Golden.depth.filter { $0.json["frames_b64"] != nil })
  func books(line: Golden.Line) {
    var decoder = DepthDecoder(
      isDifferential: line.json["diff_only"] == .bool(true), isCompatible: true)
    var events: [DepthEvent] = []
    for frame in line.json["frames_b64"]?.array ?? [] {
      decoder.decode(Golden.bytes(frame), into: &events)
    }
    #expect(
      events.map(Self.recorded) == (line.json["callbacks"]?.array ?? []).map(\.pythonText))
  }

  private static func recorded(_ event: DepthEvent) -> String {
    switch event {
    case .book(let symbol, let book): #"["depth", ["\#(symbol)", \#(book.officialText)]]"#
    case .serverError(let text):
      JSONValue.array([.string("server_error"), .string(text)]).pythonText
    case .fault: #"["error", "DecodeError"]"#
    }
  }

  @Test("the client's texts are the official ones")
  func requests() {
    let texts = [
      DepthRequest.subscribe(["NSE:NIFTY26OCTFUT", "NSE:SBIN-EQ"], channel: 1),
      DepthRequest.channels(resume: [1], pause: []),
      DepthRequest.unsubscribe(["NSE:SBIN-EQ"], channel: 1),
    ]
    #expect(
      Golden.depth.last?.json["sent"]?.array == texts.map(JSONValue.string))
  }

  /// A message with one feed of one ask: `price` paise at level `num`.
  private static func frame(price: UInt8, num: UInt8, isSnapshot: Bool) -> [UInt8] {
    let level: [UInt8] = [0x0A, 2, 8, price, 0x12, 2, 8, 1, 0x22, 2, 8, num]
    let depth: [UInt8] = [0x1A, UInt8(level.count)] + level
    let feed: [UInt8] = [0x2A, UInt8(depth.count)] + depth + [0x5A, 1, UInt8(ascii: "S")]
    let entry: [UInt8] = [0x0A, 1, UInt8(ascii: "k"), 0x12, UInt8(feed.count)] + feed
    return [0x12, UInt8(entry.count)] + entry + (isSnapshot ? [0x18, 1] : [])
  }

  @Test("a snapshot clears the book, which the official client leaves standing")
  func snapshotClears() throws {
    for isCompatible in [false, true] {
      var decoder = DepthDecoder(isCompatible: isCompatible)
      var events: [DepthEvent] = []
      decoder.decode(Self.frame(price: 100, num: 3, isSnapshot: true), into: &events)
      decoder.decode(Self.frame(price: 90, num: 0, isSnapshot: true), into: &events)
      guard case .book("S", let book)? = events.last else {
        Issue.record("expected a book")
        return
      }
      #expect(book.asks.price(0) == Price(micros: 900_000))
      #expect(book.asks.price(3) == (isCompatible ? Price(micros: 1_000_000) : nil))
    }
  }

  @Test("no cut and no changed byte of a frame traps")
  func damage() throws {
    let frames = Golden.depth.flatMap { line in
      (line.json["frames_b64"]?.array ?? []).map { Golden.bytes($0) }
    }
    let frame = try #require(frames.first)
    var decoder = DepthDecoder()
    var events: [DepthEvent] = []
    for count in 0..<frame.count {
      events.removeAll(keepingCapacity: true)
      decoder.decode(Array(frame.prefix(count)), into: &events)
    }
    var random = SplitMix64(seed: 7)
    for _ in 0..<2_000 {
      var changed = frames[random.below(frames.count)]
      for _ in 0...random.below(3) { changed[random.below(changed.count)] = random.byte() }
      events.removeAll(keepingCapacity: true)
      decoder.decode(changed, into: &events)
    }
  }
}
