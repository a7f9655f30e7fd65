public import Market

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
    _ message: SocketMessage, at time: EventTime
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
