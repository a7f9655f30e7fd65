/// How an order finds its price.
public enum OrderType: UInt8, Sendable, CaseIterable {
  /// At the best price of the other side, at once.
  case market
  /// At the limit or better.
  case limit
  /// A market order once the last price reaches the trigger.
  case stop
  /// A limit order once the last price reaches the trigger.
  case stopLimit

  /// The word of scripts and of the decision hash.
  public var text: String {
    switch self {
    case .market: "market"
    case .limit: "limit"
    case .stop: "stop"
    case .stopLimit: "stop_limit"
    }
  }

  /// The type a script names; nil for any other word.
  public init?(text: String) {
    guard let type = OrderType.allCases.first(where: { $0.text == text }) else { return nil }
    self = type
  }

  /// Whether the order carries a limit price.
  public var hasPrice: Bool { self == .limit || self == .stopLimit }
  /// Whether the order carries a trigger price.
  public var hasTrigger: Bool { self == .stop || self == .stopLimit }
}
