/// Writes the frames a client sends on the data socket, byte for byte as the official client does.
///
/// That includes its length prefixes, which the server ignores: those of subscriptions count the
/// access token, those of mode, pause and resume are 0.
public struct FeedRequestEncoder: Sendable {
  /// The name the official client gives itself.
  public static let officialSource = "PythonSDK-3.2.0"
  /// The most topics one frame carries.
  public static let maximumTopics = 1500

  /// The length in bytes of the access token as it was given, for the length prefix.
  public let tokenLength: Int
  /// The name of the client.
  public let source: String

  /// An encoder.
  public init(tokenLength: Int, source: String = FeedRequestEncoder.officialSource) {
    self.tokenLength = tokenLength
    self.source = source
  }

  /// The keep-alive frame, to be sent every ten seconds.
  public static let ping: [UInt8] = [0, 1, FeedFrame.Request.ping.rawValue]

  /// The first frame: presents the `hsm_key` of the access token.
  public func authentication(key: String) throws(FeedRequestError) -> [UInt8] {
    let key = Array(key.utf8)
    let source = Array(source.utf8)
    let body =
      try field(1, key) + field(2, [UInt8(ascii: "P")]) + field(3, [1]) + field(4, source)
    return try frame(.authentication, prefix: 2 + body.count, fields: 4, body)
  }

  /// Confirms data up to a message number.
  public static func acknowledgement(of number: UInt32) -> [UInt8] {
    [0, 9, FeedFrame.Request.acknowledgement.rawValue, 1, 1, 0, 4] + bigEndian(number)
  }

  /// Asks for topics; at most ``maximumTopics``.
  public func subscribe(
    topics: [String], channel: FeedChannel = .standard
  ) throws(FeedRequestError) -> [UInt8] {
    try topicFrame(.subscribe, topics, channel)
  }

  /// Ends topics; at most ``maximumTopics``.
  public func unsubscribe(
    topics: [String], channel: FeedChannel = .standard
  ) throws(FeedRequestError) -> [UInt8] {
    try topicFrame(.unsubscribe, topics, channel)
  }

  /// Chooses what a channel's topics carry.
  public static func mode(_ mode: FeedMode, channel: FeedChannel = .standard) -> [UInt8] {
    let letter = mode == .full ? UInt8(ascii: "F") : UInt8(ascii: "L")
    return [0, 0, FeedFrame.Request.mode.rawValue, 2] + bitmapField(channel) + [2, 0, 1, letter]
  }

  /// Holds a channel's data back.
  public static func pause(_ channel: FeedChannel) -> [UInt8] {
    [0, 0, FeedFrame.Request.pause.rawValue, 1] + bitmapField(channel)
  }

  /// Lets a channel's data flow.
  public static func resume(_ channel: FeedChannel) -> [UInt8] {
    [0, 0, FeedFrame.Request.resume.rawValue, 1] + bitmapField(channel)
  }

  private func topicFrame(
    _ type: FeedFrame.Request, _ topics: [String], _ channel: FeedChannel
  ) throws(FeedRequestError) -> [UInt8] {
    guard topics.count <= Self.maximumTopics else { throw .tooManyTopics(topics.count) }
    var list = Self.bigEndian(UInt16(topics.count))
    for topic in topics {
      let name = Array(topic.utf8)
      guard let length = UInt8(exactly: name.count), name.allSatisfy({ $0 < 0x80 }) else {
        throw .topicNotSendable(topic)
      }
      list.append(length)
      list += name
    }
    return try frame(
      type, prefix: 18 + list.count + tokenLength + source.utf8.count, fields: 2,
      field(1, list) + field(2, [channel.number]))
  }

  private func frame(
    _ type: FeedFrame.Request, prefix: Int, fields: UInt8, _ body: [UInt8]
  ) throws(FeedRequestError) -> [UInt8] {
    guard let length = UInt16(exactly: prefix) else { throw .tooLong(prefix) }
    return Self.bigEndian(length) + [type.rawValue, fields] + body
  }

  private func field(_ id: UInt8, _ value: [UInt8]) throws(FeedRequestError) -> [UInt8] {
    guard let length = UInt16(exactly: value.count) else { throw .tooLong(value.count) }
    return [id] + Self.bigEndian(length) + value
  }

  private static func bitmapField(_ channel: FeedChannel) -> [UInt8] {
    [1, 0, 8] + bigEndian(channel.bitmap)
  }

  private static func bigEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    stride(from: Value.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: value >> $0)
    }
  }
}

/// Why a request cannot be written as a frame of the data socket.
public enum FeedRequestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// More topics than one frame carries.
  case tooManyTopics(Int)
  /// A topic's name is longer than 255 bytes or not ASCII.
  case topicNotSendable(String)
  /// A length does not fit its two bytes.
  case tooLong(Int)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .tooManyTopics(let count):
      "data request: expected at most \(FeedRequestEncoder.maximumTopics) topics, was \(count)"
    case .topicNotSendable(let topic):
      "data request: expected a topic of at most 255 ASCII characters, was \(topic)"
    case .tooLong(let length):
      "data request: expected at most 65535 bytes, was \(length)"
    }
  }
}
