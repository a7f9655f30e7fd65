import Market
import WireText

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
    _ message: SocketMessage, at time: ReceiptTime
  ) -> Reception<Output> {
    guard case .text(let text) = message else {
      return Reception(.malformed, outputs: [.fault("order socket: expected a text")])
    }
    do throws(JSONFault) {
      switch try OrderSocketMessage(text: text) {
      case .order(let update): return Reception(.data, outputs: [.order(update)])
      case .trade(let update): return Reception(.data, outputs: [.trade(update)])
      case .position(let update): return Reception(.data, outputs: [.position(update)])
      case .general, .pong: return Reception(.control)
      }
    } catch {
      return Reception(.malformed, outputs: [.fault("order socket: \(error.socketSentence)")])
    }
  }
}

/// What can be subscribed to on the order socket, in the official client's grouping.
public enum OrderSocketTopic: String, Sendable, CaseIterable {
  /// Changes of orders.
  case orders = "OnOrders"
  /// Fills.
  case trades = "OnTrades"
  /// Changes of positions.
  case positions = "OnPositions"
  /// Demat authorisations, price alerts, logins.
  case general = "OnGeneral"

  /// The server's words for it.
  var names: [String] {
    switch self {
    case .orders: ["orders"]
    case .trades: ["trades"]
    case .positions: ["positions"]
    case .general: ["edis", "pricealerts", "login"]
    }
  }
}

/// The texts a client sends on the order socket.
public enum OrderSocketRequest {
  /// The keep-alive text, to be sent every ten seconds.
  public static let ping = "ping"

  /// Asks for topics.
  public static func subscribe(_ topics: [OrderSocketTopic]) -> String {
    text(topics.flatMap(\.names).map(JSONValue.string), direction: "1")
  }

  /// Ends topics.
  ///
  /// - Parameters:
  ///   - topics: What to end.
  ///   - isCompatible: Whether to nest the general topics in a list of their own, as the official
  ///     client does by mistake.
  /// - Returns: The text to send.
  public static func unsubscribe(
    _ topics: [OrderSocketTopic], isCompatible: Bool = false
  ) -> String {
    guard isCompatible else {
      return text(topics.flatMap(\.names).map(JSONValue.string), direction: "-1")
    }
    let list = topics.map { topic in
      let names = topic.names.map(JSONValue.string)
      return names.count == 1 ? names[0] : .array(names)
    }
    return text(list, direction: "-1")
  }

  private static func text(_ list: [JSONValue], direction: String) -> String {
    JSONValue.object([
      "T": .string("SUB_ORD"), "SLIST": .array(list),
      "SUB_T": .number(direction),
    ]).pythonText
  }
}
