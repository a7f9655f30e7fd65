/// FYERS' order types.
enum OrderKind: Int, Sendable {
  case limit = 1
  case market = 2
  /// A market order behind a trigger.
  case stopMarket = 3
  /// A limit order behind a trigger.
  case stopLimit = 4

  /// Whether it carries a limit price.
  var hasLimit: Bool { self == .limit || self == .stopLimit }
  /// Whether it waits for a trigger.
  var hasTrigger: Bool { self == .stopMarket || self == .stopLimit }
}
