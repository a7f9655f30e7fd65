import Fyers
import Testing
import WireText

@Suite("Requests of the data socket, against the official client's bytes")
struct FeedRequestTests {
  private static func requests(_ operation: String) -> [Golden.Line] {
    Golden.requests.filter { $0.json["op"]?.string == operation }
  }

  private static func number(_ json: JSONValue?) -> Int64? {
    json?.text.flatMap { Int64($0) }
  }

  private static func channel(_ json: JSONValue?) -> FeedChannel? {
    number(json).flatMap { UInt8(exactly: $0) }.flatMap(FeedChannel.init(number:))
  }

  private static func texts(_ json: JSONValue?) -> [String] {
    (json?.array ?? []).compactMap(\.string)
  }

  private static func topics(_ json: JSONValue?, dataType: String?) throws -> FeedTopics {
    let names = (json?["index_map"]?.object?.members ?? []).map { ($0.key, $0.value.string ?? "") }
    return FeedTopics(
      try SymbolTokenReply(json: json?["response"]?.pythonText ?? ""),
      dataType: try #require(FeedDataType(rawValue: dataType ?? "")),
      indexNames: FeedIndexNames(downloaded: Dictionary(uniqueKeysWithValues: names)))
  }

  @Test("the fixture has every kind of request")
  func fixtureIsComplete() {
    #expect(Golden.requests.count == 35)
    #expect(
      Set(Golden.requests.compactMap { $0.json["op"]?.string }) == [
        "auth", "mode", "pause", "resume", "subscribe", "unsubscribe", "ack", "ping", "token",
        "convert", "session",
      ])
  }

  @Test("authentication presents the key", arguments: requests("auth"))
  func authentication(line: Golden.Line) throws {
    let encoder = FeedRequestEncoder(tokenLength: 0)
    let frame = try encoder.authentication(key: line.json["input"]?["hsm_key"]?.string ?? "")
    #expect(frame == Golden.bytes(line.json["bytes_b64"]))
  }

  @Test("mode, pause and resume name the channel's bit", arguments: ["mode", "pause", "resume"])
  func channelRequests(operation: String) throws {
    for line in Self.requests(operation) {
      let channel = try #require(Self.channel(line.json["input"]?["channel"]))
      let isLite = line.json["input"]?["lite"] == .bool(true)
      let frame =
        switch operation {
        case "mode": FeedRequestEncoder.mode(isLite ? .lite : .full, channel: channel)
        case "pause": FeedRequestEncoder.pause(channel)
        default: FeedRequestEncoder.resume(channel)
        }
      #expect(frame == Golden.bytes(line.json["bytes_b64"]), "\(line.name)")
    }
  }

  @Test("topics are asked for and ended", arguments: ["subscribe", "unsubscribe"])
  func topicRequests(operation: String) throws {
    for line in Self.requests(operation) {
      let input = line.json["input"]
      let encoder = FeedRequestEncoder(
        tokenLength: input?["access_token"]?.string?.utf8.count ?? 0,
        source: input?["source"]?.string ?? "")
      let channel = try #require(Self.channel(input?["channel"]))
      let topics = Self.texts(input?["topics"])
      let frame =
        operation == "subscribe"
        ? try encoder.subscribe(topics: topics, channel: channel)
        : try encoder.unsubscribe(topics: topics, channel: channel)
      #expect(frame == Golden.bytes(line.json["bytes_b64"]), "\(line.name)")
    }
  }

  @Test("acknowledgement and ping")
  func acknowledgementAndPing() throws {
    for line in Self.requests("ack") {
      let number = try #require(Self.number(line.json["input"]?["message_number"]))
      #expect(
        FeedRequestEncoder.acknowledgement(of: UInt32(number))
          == Golden.bytes(line.json["bytes_b64"]))
    }
    for line in Self.requests("ping") {
      #expect(FeedRequestEncoder.ping == Golden.bytes(line.json["bytes_b64"]))
    }
  }

  @Test("the key is read from the token", arguments: requests("token"), [true, false])
  func token(line: Golden.Line, isCompatible: Bool) throws {
    let token = line.json["input"]?["access_token"]?.string ?? ""
    do {
      let read = try FeedToken(accessToken: token, now: 1_790_000_000, isCompatible: isCompatible)
      #expect(line.json["ok"] == .bool(true))
      #expect(read.key == line.json["hsm_key"]?.string)
    } catch {
      #expect(line.json["ok"] == .bool(false))
      let expected = line.json["errors"]?.array?.first
      #expect(expected?["code"]?.text == String(error.code))
      #expect(expected?["message"]?.string == error.message)
      #expect(expected?["type"]?.string == error.type)
    }
  }

  @Test("symbols become topics", arguments: requests("convert"))
  func conversion(line: Golden.Line) throws {
    let topics = try Self.topics(
      line.json["input"], dataType: line.json["input"]?["data_type"]?.string)
    let expected = (line.json["topics"]?.object?.members ?? []).map {
      FeedSubscription(topic: $0.key, symbol: $0.value.string ?? "")
    }
    #expect(topics.subscriptions == expected)
    #expect(topics.invalidSymbols == Self.texts(line.json["invalid"]))
    #expect(.bool(topics.asksDepthOfIndex) == line.json["index_depth_flag"])
  }

  @Test("whole sessions send the same frames", arguments: requests("session"))
  func session(line: Golden.Line) throws {
    let input = line.json["input"]
    let token = input?["access_token"]?.string ?? ""
    let numbers = (input?["fytokens"]?.object?.members ?? []).map {
      ($0.key, $0.value.string ?? "")
    }
    let tokens = Dictionary(uniqueKeysWithValues: numbers)
    var session = FeedSession(
      mode: input?["lite"] == .bool(true) ? .lite : .full,
      encoder: FeedRequestEncoder(tokenLength: token.utf8.count), isCompatible: true)
    let key = try FeedToken(accessToken: token, now: 1_790_000_000, isCompatible: true).key
    var frames = try session.open(key: key)
    var notices: [FeedNotice] = []
    for step in input?["steps"]?.array ?? [] {
      let parts = step.array ?? []
      try #require(parts.count == 3)
      let reply = SymbolTokenReply(
        valid: Self.texts(parts[1]).map { .init(symbol: $0, fyToken: tokens[$0] ?? "") })
      let topics = FeedTopics(
        reply, dataType: try #require(FeedDataType(rawValue: parts[2].string ?? "")))
      let outcome =
        parts[0].string == "subscribe"
        ? try session.subscribe(topics) : try session.unsubscribe(topics)
      frames += outcome.frames
      notices += outcome.notices
    }
    #expect(frames == (line.json["frames"]?.array ?? []).map { Golden.bytes($0["send_b64"]) })
    #expect(
      notices.map { String($0.code) }
        == (line.json["errors"]?.array ?? []).map { $0["code"]?.text })
  }
}
