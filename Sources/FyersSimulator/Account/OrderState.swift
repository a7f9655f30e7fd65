/// FYERS' order status numbers; there is none for a partial fill.
enum OrderState: Int, Sendable, CaseIterable {
  case cancelled = 1
  case filled = 2
  /// Not yet acknowledged by the exchange.
  case transit = 4
  case rejected = 5
  /// Working, also behind a trigger and partly filled.
  case pending = 6
  case expired = 7

  /// Whether it may still fill.
  var isWorking: Bool { self == .pending || self == .transit }
}
