/// The fields of an order table, by the numbers the prelude uses.
enum OrderField: Int64, CaseIterable {
  case id = 1
  case ok
  case reason
  case detail
  case status
  case side
  case symbol
  case qty
  case filled
  case averagePrice
  case tag
  case type
  case commission
  case realized
  case time

  /// The name scripts use.
  var name: String {
    switch self {
    case .id: "id"
    case .ok: "ok"
    case .reason: "reason"
    case .detail: "detail"
    case .status: "status"
    case .side: "side"
    case .symbol: "symbol"
    case .qty: "qty"
    case .filled: "filled"
    case .averagePrice: "avg_price"
    case .tag: "tag"
    case .type: "type"
    case .commission: "commission"
    case .realized: "realized_pnl"
    case .time: "time"
    }
  }
}
