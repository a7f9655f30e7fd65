/// What can happen to an order.
public enum OrderEvent: UInt8, Sendable, CaseIterable {
  /// A part of what is left was filled.
  case partlyFilled
  /// All that was left was filled.
  case filled
  /// It was taken back, by us or by the exchange.
  case cancelled
  /// The broker or the exchange refused it.
  case rejected
  /// No answer came: its fate is unknown.
  case lost
  /// It was found working at the broker after it had been lost.
  case found
}
