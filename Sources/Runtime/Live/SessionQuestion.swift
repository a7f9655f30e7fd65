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
  /// A command; one that is taken later than `before`, of the boot-time clock, is not carried out.
  case control(Trading.OperatorCommand, Reply<ControlAnswer>, before: Int64? = nil)
  /// The books, as they are between two events; nil when the session is over.
  case look(Reply<SessionBooks?>)
}

extension SessionQuestion {
  /// Answers when there is no session any more, or never was one.
  func refuse() {
    let denial = Denial(.notReady, "The session has ended.")
    switch self {
    case .trade(_, let reply): reply.resume(returning: .denied(denial))
    case .price(_, let reply): reply.resume(returning: .denied(denial))
    case .control(_, let reply, _): reply.resume(returning: .refused("The session has ended."))
    case .look(let reply): reply.resume(returning: nil)
    }
  }
}
