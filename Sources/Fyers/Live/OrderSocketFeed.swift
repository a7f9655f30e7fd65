public import Market

/// What is spoken on the order socket: the subscription to everything about the account, and what
/// comes of it.
public struct OrderSocketFeed: FeedProtocol {
  /// What is handed on.
  public enum Output: Sendable, Equatable {
    /// An order changed.
    case order(OrderUpdate)
    /// An order was filled, in part or whole.
    case trade(TradeUpdate)
    /// A position changed.
    case position(PositionUpdate)
    /// A text that is no JSON; something about the account may be missing.
    case fault(String)
  }

  /// App id and token.
  public let authorization = Authorization.appAndToken
  /// A handshake that is let in is the server's yes; its acknowledgement proves nothing.
  public let isReadyWhenOpen = true
  /// An account may be quiet for hours.
  public let expectsData = false
  /// Answered with `pong`.
  public var pingMessage: SocketMessage? { .text(OrderSocketRequest.ping) }

  private let topics: [OrderSocketTopic]

  /// A feed of the account's orders, fills and positions.
  public init(topics: [OrderSocketTopic] = [.orders, .trades, .positions]) { self.topics = topics }

  /// Asks for the topics.
  public mutating func onOpen(token: AccessToken) -> [SocketMessage] {
    [.text(OrderSocketRequest.subscribe(topics))]
  }

  /// Reads one text.
  public mutating func receive(
    _ message: SocketMessage, at time: EventTime
  ) -> Reception<Output> {
    guard case .text(let text) = message else {
      return Reception(.malformed, outputs: [.fault("order socket: expected a text")])
    }
    do throws(WireJSONError) {
      switch try OrderSocketMessage(text: text) {
      case .order(let update): return Reception(.data, outputs: [.order(update)])
      case .trade(let update): return Reception(.data, outputs: [.trade(update)])
      case .position(let update): return Reception(.data, outputs: [.position(update)])
      case .general, .pong: return Reception(.control)
      }
    } catch {
      return Reception(.malformed, outputs: [.fault("order socket: \(error)")])
    }
  }
}
