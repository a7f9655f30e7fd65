import Market
import WireText

/// What is spoken on the tick-by-tick socket: at most five symbols' books of fifty levels.
public struct DepthSocketFeed: FeedProtocol {
  /// App id and token.
  public let authorization = Authorization.appAndToken
  /// A handshake that is let in is the server's yes.
  public let isReadyWhenOpen = true
  /// Silence while markets are active means that something is wrong.
  public let expectsData = true
  /// Answered with `pong`.
  public var pingMessage: SocketMessage? { .text(DepthRequest.ping) }

  /// The most symbols of one connection.
  public static let maximumSymbols = 5

  private let symbols: [String]
  private let channel: Int
  private var decoder = DepthDecoder()
  private var events: [DepthEvent] = []

  /// A feed of symbols; nil for none or more than ``maximumSymbols``, and for a channel outside
  /// 1 to 50.
  public init?(symbols: [String], channel: Int = 1) {
    guard (1...Self.maximumSymbols).contains(symbols.count), (1...50).contains(channel) else {
      return nil
    }
    self.symbols = symbols
    self.channel = channel
  }

  /// Lets the channel flow and asks for the symbols, in the official client's order after a
  /// reconnect.
  public mutating func onOpen(token: AccessToken) -> [SocketMessage] {
    decoder.reset()
    return [
      .text(DepthRequest.channels(resume: [channel], pause: [])),
      .text(DepthRequest.subscribe(symbols, channel: channel)),
    ]
  }

  /// Reads one message.
  public mutating func receive(
    _ message: SocketMessage, at time: ReceiptTime
  ) -> Reception<DepthEvent> {
    guard case .binary(let frame) = message else { return Reception(.control) }
    events.removeAll(keepingCapacity: true)
    decoder.decode(frame, into: &events)
    let isMalformed = events.contains { if case .fault = $0 { true } else { false } }
    let hasBook = events.contains { if case .book = $0 { true } else { false } }
    return Reception(
      isMalformed ? .malformed : hasBook ? .data : .control, outputs: events)
  }
}

/// The texts a client sends on the tick-by-tick socket.
public enum DepthRequest {
  /// The keep-alive text, to be sent every ten seconds.
  public static let ping = "ping"

  /// Asks for the depth of symbols on a channel, from 1 to 50.
  ///
  /// No data come before the channel is resumed.
  public static func subscribe(_ symbols: [String], channel: Int) -> String {
    text(symbols, channel: channel, direction: "1")
  }

  /// Ends the depth of symbols on a channel.
  public static func unsubscribe(_ symbols: [String], channel: Int) -> String {
    text(symbols, channel: channel, direction: "-1")
  }

  /// Lets channels flow and holds others back.
  public static func channels(resume: [Int], pause: [Int]) -> String {
    JSONValue.object([
      "type": .number("2"),
      "data": .object([
        "resumeChannels": .array(resume.map { .string(String($0)) }),
        "pauseChannels": .array(pause.map { .string(String($0)) }),
      ]),
    ]).pythonText
  }

  private static func text(_ symbols: [String], channel: Int, direction: String) -> String {
    JSONValue.object([
      "type": .number("1"),
      "data": .object([
        "subs": .number(direction), "symbols": .array(symbols.map(JSONValue.string)),
        "mode": .string("depth"), "channel": .string(String(channel)),
      ]),
    ]).pythonText
  }
}
