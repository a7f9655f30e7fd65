import Reporting
import Server
import Trading

/// Something asked of a session from another thread, with the way back for its answer.
enum SessionQuestion: Sendable {
  /// The way back for an answer, which is given once.
  struct Reply<Answer: Sendable>: Sendable {
    private let give: @Sendable (Answer) -> Void

    /// A way that ends in a call.
    init(_ give: @escaping @Sendable (Answer) -> Void) { self.give = give }

    /// Gives the answer.
    func resume(returning answer: Answer) { give(answer) }
  }

  case trade(HandTrade, Reply<TradeAnswer>)
  case price(ManualQuote, Reply<PriceAnswer>)
  case control(Trading.OperatorCommand, Reply<ControlAnswer>)
  case portfolio(Reply<PortfolioState>)
  case orders(symbol: String?, Reply<[OrderReport]>)
  case positions(Reply<[PositionState]>)
  case riskOrders(Reply<RiskOrders>)
}

extension SessionQuestion {
  /// Answers when there is no session any more, or never was one.
  func refuse() {
    let denial = Denial(.notReady, "The session has ended.")
    switch self {
    case .trade(_, let reply): reply.resume(returning: .denied(denial))
    case .price(_, let reply): reply.resume(returning: .denied(denial))
    case .control(_, let reply): reply.resume(returning: .refused("The session has ended."))
    case .portfolio(let reply):
      reply.resume(
        returning: PortfolioState(
          account: AccountReport(clamping: SessionAccount()), positions: []))
    case .orders(_, let reply): reply.resume(returning: [])
    case .positions(let reply): reply.resume(returning: [])
    case .riskOrders(let reply):
      reply.resume(returning: RiskOrders(stopLosses: [], takeProfits: []))
    }
  }
}
