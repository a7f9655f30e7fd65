import Reporting
import Server
import Trading

/// Something asked of a session from another thread, with the way back for its answer.
enum SessionQuestion: Sendable {
  /// An answer on its way back.
  typealias Reply<Answer: Sendable> = CheckedContinuation<Answer, Never>

  case trade(HandTrade, Reply<TradeAnswer>)
  case price(ManualQuote, Reply<PriceAnswer>)
  case control(Trading.OperatorCommand, Reply<ControlAnswer>)
  case portfolio(Reply<PortfolioState>)
  case orders(symbol: String?, Reply<[OrderReport]>)
  case positions(Reply<[PositionState]>)
  case riskOrders(Reply<RiskOrders>)
}
