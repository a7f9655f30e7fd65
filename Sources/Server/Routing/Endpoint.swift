import Trading

/// One thing the API does.
enum Endpoint: Sendable, Equatable {
  case buy
  case sell
  case updatePrice
  case portfolio
  case orders
  case positions
  case riskOrders
  case health
  case events
  case metrics
  case description
  case page
  case control(OperatorCommand)

  /// Whether it answers without a token.
  var isOpen: Bool { self == .health || self == .page }

  /// Whether it changes anything; such calls are POST.
  var isWrite: Bool {
    switch self {
    case .buy, .sell, .updatePrice, .control: true
    default: false
    }
  }
}
