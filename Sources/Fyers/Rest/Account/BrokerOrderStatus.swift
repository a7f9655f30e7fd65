/// The broker's order states (FYERS.md, section 6.7).
///
/// There is none for a partly filled order: it is pending with a filled quantity above zero, and a
/// cancelled order may have one too.
public enum BrokerOrderStatus: Int64, Sendable {
  /// Cancelled; what was filled before stays filled.
  case cancelled = 1
  /// Filled whole.
  case filled = 2
  /// Not used by the broker at present.
  case reserved = 3
  /// Not acknowledged by the exchange yet.
  case transit = 4
  /// Rejected by the broker or the exchange.
  case rejected = 5
  /// At the exchange, or waiting for its trigger.
  case pending = 6
  /// Expired at the end of the day.
  case expired = 7

  /// Whether nothing more can happen to the order.
  public var isFinal: Bool {
    switch self {
    case .cancelled, .filled, .rejected, .expired: true
    case .reserved, .transit, .pending: false
    }
  }
}
