/// What the server says on the order socket.
public enum OrderSocketMessage: Hashable, Sendable {
  /// An order changed.
  case order(OrderUpdate)
  /// An order was filled, in part or whole.
  case trade(TradeUpdate)
  /// A position changed.
  case position(PositionUpdate)
  /// Anything else, unchanged: acknowledgements, demat authorisations, price alerts, logins.
  case general(WireJSON)
  /// The answer to a ping.
  case pong

  /// Reads one text.
  ///
  /// The first of the keys `orders`, `positions`, `trades` decides, as in the official client; a
  /// body that is no object makes the message a general one.
  ///
  /// - Parameter text: The whole text.
  /// - Throws: ``WireJSONError`` when it is no JSON and not the word `pong`.
  public init(text: String) throws(WireJSONError) {
    guard text != "pong" else {
      self = .pong
      return
    }
    let json = try WireJSONParser.parse(text)
    if let body = json["orders"], body.members != nil {
      self = .order(OrderUpdate(body))
    } else if let body = json["positions"], body.members != nil {
      self = .position(PositionUpdate(body))
    } else if let body = json["trades"], body.members != nil {
      self = .trade(TradeUpdate(body))
    } else {
      self = .general(json)
    }
  }

  /// Whether it acknowledges a subscription (code 1605), which the server does for any request.
  public var isAcknowledgement: Bool {
    guard case .general(let json) = self else { return false }
    return json["code"]?.scalarText == "1605"
  }
}
