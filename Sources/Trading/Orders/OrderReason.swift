/// Who or what asked for an order.
public enum OrderReason: Hashable, Sendable {
  /// A script's own request.
  case script
  /// The stop-loss of a protective set.
  case stopLoss
  /// A take-profit of a protective set.
  case takeProfit
  /// The trailing stop of a protective set.
  case trailing
  /// The exit of a named rule.
  case rule(String)
  /// The time exit of a protective set.
  case timeExit
  /// The daily square-off.
  case squareOff
  /// A limit of the strategy, such as `max_loss`.
  case limit(String)
  /// An operator's command.
  case `operator`
  /// The HTTP API.
  case api

  /// The word of reports: `stop_loss`, `rule:NAME`.
  public var text: String {
    switch self {
    case .script: "script"
    case .stopLoss: "stop_loss"
    case .takeProfit: "take_profit"
    case .trailing: "trailing"
    case .rule(let name): "rule:\(name)"
    case .timeExit: "time_exit"
    case .squareOff: "square_off"
    case .limit(let name): "limit:\(name)"
    case .operator: "operator"
    case .api: "api"
    }
  }
}
