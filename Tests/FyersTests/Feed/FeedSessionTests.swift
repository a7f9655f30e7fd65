import Fyers
import Testing

@Suite("The book-keeping of subscriptions")
struct FeedSessionTests {
  private static func topics(_ symbols: [String]) -> FeedTopics {
    FeedTopics(
      SymbolTokenReply(
        valid: symbols.map { .init(symbol: "NSE:\($0)-EQ", fyToken: "1010000000\($0)") }),
      dataType: .symbol)
  }

  private static let encoder = FeedRequestEncoder(tokenLength: 10)

  @Test("every topic still wanted is asked for again after a reconnect, and no other")
  func reopen() throws {
    var session = FeedSession(mode: .full, encoder: Self.encoder)
    _ = try session.subscribe(Self.topics(["1", "2"]))
    _ = try session.subscribe(Self.topics(["3"]))
    let left = try session.unsubscribe(Self.topics(["1", "9"]))
    let expected = try Self.encoder.unsubscribe(topics: ["sf|nse_cm|1"])
    #expect(left.frames == [expected])
    #expect(left.topics == [["sf|nse_cm|1"]])
    let frames = try session.reopen(key: "k")
    let authentication = try Self.encoder.authentication(key: "k")
    let subscription = try Self.encoder.subscribe(topics: ["sf|nse_cm|2", "sf|nse_cm|3"])
    #expect(frames == [authentication, FeedRequestEncoder.mode(.full), subscription])
  }

  @Test("a change of channel pauses the old one and resumes a used one")
  func channels() throws {
    let other = try #require(FeedChannel(number: 2))
    var session = FeedSession(mode: .lite, encoder: Self.encoder)
    _ = try session.subscribe(Self.topics(["1"]))
    let first = try session.subscribe(Self.topics(["1"]), channel: other)
    #expect(first.frames.first == FeedRequestEncoder.pause(.standard))
    #expect(first.frames.count == 2)
    let change = session.flow(through: .standard)
    #expect(change == [FeedRequestEncoder.pause(other), FeedRequestEncoder.resume(.standard)])
    // The topic lives on in the other channel, so the decoder must not forget it.
    let left = try session.unsubscribe(Self.topics(["1"]))
    #expect(left.topics == [[]])
  }

  @Test("topics go out in frames of 1,500, and more than 5,000 are refused")
  func limits() throws {
    var session = FeedSession(mode: .full, encoder: Self.encoder)
    let many = try session.subscribe(Self.topics((1...3_001).map { "\($0)" }))
    #expect(many.frames.count == 3)
    #expect(many.topics.map(\.count) == [1_500, 1_500, 1])
    let more = try session.subscribe(Self.topics((3_000...5_001).map { "\($0)" }))
    #expect(more.notices == [.tooManySymbols])
    #expect(more.frames.isEmpty)
    let rest = try session.subscribe(Self.topics((1...5_000).map { "\($0)" }))
    #expect(rest.notices.isEmpty)
  }

  @Test("channels are numbered from 1 to 30")
  func channelNumbers() {
    #expect(FeedChannel(number: 0) == nil)
    #expect(FeedChannel(number: 31) == nil)
    #expect(FeedChannel(number: 30) != nil)
  }

  @Test("what cannot be a frame is an error")
  func unsendable() {
    for topics in [[String(repeating: "x", count: 256)], ["sf|é"]] {
      #expect(throws: FeedRequestError.topicNotSendable(topics[0])) {
        try Self.encoder.subscribe(topics: topics)
      }
    }
    #expect(throws: FeedRequestError.tooManyTopics(1_501)) {
      try Self.encoder.subscribe(topics: [String](repeating: "x", count: 1_501))
    }
    #expect(throws: FeedRequestError.self) {
      try Self.encoder.authentication(key: String(repeating: "k", count: 70_000))
    }
  }

  @Test(
    "an app id of an unlucky length spoils the token for the official client only",
    arguments: [("XC4EOD67IM-100", true), ("XC4EOD6-100", false)])
  func appID(_ id: String, isReadByOfficial: Bool) throws {
    // Header and payload of a token with hsm_key "k" and an end in 2099.
    let token = "\(id):eyJhIjoxfQ.eyJleHAiOjQxMDI0NDQ4MDAsImhzbV9rZXkiOiJrIn0.c2ln"
    let ours = try FeedToken(accessToken: token, now: 0)
    #expect(ours.key == "k")
    let official = try? FeedToken(accessToken: token, now: 0, isCompatible: true)
    #expect((official != nil) == isReadByOfficial)
  }

  @Test("a refused symbol-token reply tells the server's reason")
  func refusedReply() {
    #expect(throws: FeedNotice(type: "sub", code: -300, message: "no", isError: true)) {
      try SymbolTokenReply(json: #"{"s":"error","message":"no"}"#)
    }
    #expect(throws: FeedNotice.self) { try SymbolTokenReply(json: "<html>") }
  }
}
