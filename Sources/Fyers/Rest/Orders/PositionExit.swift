/// Which positions are closed at the market (FYERS.md, section 6.5).
public enum PositionExit: Sendable, Equatable {
  /// All.
  case all
  /// These, by `<symbol>-<product>`.
  case positions([String])
  /// None; the working orders are cancelled.
  case pendingOrders

  /// The body of the call.
  var body: JSONObject {
    switch self {
    case .all: ["exit_all": .integer(1)]
    case .positions(let ids) where ids.count == 1: ["id": .string(ids[0])]
    case .positions(let ids): ["id": .array(ids.map(JSONValue.string))]
    case .pendingOrders: ["pending_orders_cancel": .integer(1)]
    }
  }
}
