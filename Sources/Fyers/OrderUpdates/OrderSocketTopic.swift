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
