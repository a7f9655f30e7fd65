import Market
import Reporting
import Server
import Synchronization
import Trading

/// A live session as other threads see it: they ask through the mailbox and read the board.
final class LiveSession: Server.TradingSession {
  let mailbox: Mailbox
  let board: SessionBoard
  private let feedName: String
  private let clock: any TimeSource
  private let began: Int64
  private let stalenessNanoseconds: Int64
  private let isStopping = Atomic(false)

  /// A session whose engine thread uses the same mailbox and board.
  init(
    _ options: LiveOptions, mailbox: Mailbox, board: SessionBoard, clock: any TimeSource
  ) {
    self.mailbox = mailbox
    self.board = board
    self.clock = clock
    began = clock.monotonicNanoseconds()
    feedName = options.feed.rawValue
    stalenessNanoseconds = options.terms.stalenessNanoseconds
  }

  var events: EventHub { board.events }

  /// Ends the session; its engine thread still finishes what waits before that.
  func stop(reason: String) {
    guard !isStopping.exchange(true, ordering: .relaxed) else { return }
    mailbox.offer(.stop(reason: reason))
  }

  func trade(_ trade: HandTrade) async -> TradeAnswer {
    let denial = Denial(.notReady, "The session has ended.")
    return await ask(.denied(denial)) { .trade(trade, $0) }
  }

  func updatePrice(_ quote: ManualQuote) async -> PriceAnswer {
    let denial = Denial(.notReady, "The session has ended.")
    return await ask(.denied(denial)) { .price(quote, $0) }
  }

  func control(
    _ command: Trading.OperatorCommand, before deadline: CallDeadline?
  ) async -> ControlAnswer {
    await withCheckedContinuation { waiting in
      control(command, before: deadline) { waiting.resume(returning: $0) }
    }
  }

  /// Carries out an operator's command, unless it comes too late; returns at once.
  func control(
    _ command: Trading.OperatorCommand, before deadline: CallDeadline?,
    _ give: @escaping @Sendable (ControlAnswer) -> Void
  ) {
    let moment = deadline.map { deadline in
      let (moment, overflow) = clock.bootNanoseconds()
        .addingReportingOverflow(deadline.remaining)
      return overflow ? (deadline.remaining < 0 ? Int64.min : .max) : moment
    }
    let reply = SessionQuestion.Reply(give)
    if !mailbox.offer(.question(.control(command, reply, before: moment))) {
      give(.refused("The session has ended."))
    }
  }

  func portfolio() async -> PortfolioState { await books().portfolio() }

  func orders(_ query: OrderQuery) async -> OrderPage { await books().orders(query) }

  func positions() async -> [PositionState] { await books().positions() }

  func riskOrders() async -> RiskOrders { await books().riskOrders() }

  /// The books with all that was answered so far.
  private func books() async -> SessionBooks {
    await withCheckedContinuation { waiting in look { waiting.resume(returning: $0) } }
  }

  /// Gives the books with all that was answered so far; returns at once.
  ///
  /// They are those that are shown when nothing has happened since; else the engine's thread shows new
  /// ones between two events.
  func look(_ give: @escaping @Sendable (SessionBooks) -> Void) {
    if let books = board.books { return give(books) }
    let reply = SessionQuestion.Reply<SessionBooks?> { [board] books in
      give(books ?? board.lastBooks ?? SessionBooks([], isByHand: true))
    }
    if !mailbox.offer(.question(.look(reply))) { reply.resume(returning: nil) }
  }

  /// Asks the engine's thread, or gives what to answer when it takes nothing any more.
  private func ask<Answer: Sendable>(
    _ closed: Answer,
    _ question: (SessionQuestion.Reply<Answer>) -> SessionQuestion
  ) async -> Answer {
    await withCheckedContinuation { waiting in
      let reply = SessionQuestion.Reply<Answer> { waiting.resume(returning: $0) }
      if !mailbox.offer(.question(question(reply))) { reply.resume(returning: closed) }
    }
  }

  func health() -> HealthState {
    let view = board.view
    return HealthState(
      status: status(of: view), mode: view.mode.operatorMode, feed: feedName, broker: "paper",
      lastTick: view.rows.compactMap(\.tick?.time).max(),
      uptimeSeconds: (clock.monotonicNanoseconds() - began) / 1_000_000_000,
      problems: view.problems)
  }

  private func status(of view: SessionView) -> HealthState.Status {
    if isStopping.load(ordering: .relaxed) { return .stopping }
    if !view.problems.isEmpty { return .degraded }
    switch view.feed {
    case nil: return .ok
    case .disconnected: return view.ticks == 0 ? .starting : .disconnected
    case .stale: return .stale
    case .connected, .fresh:
      guard let last = view.rows.compactMap(\.tick?.time).max(), let now = view.time else {
        return .starting
      }
      return now.nanoseconds - last.nanoseconds > stalenessNanoseconds ? .stale : .ok
    }
  }

  func metrics() -> [Metric] { SessionMetrics.all(board.view, board.latency) }
}
