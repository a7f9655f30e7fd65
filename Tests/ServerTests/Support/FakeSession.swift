import Market
import Money
import Reporting
import Synchronization
import Trading

@testable import Server

/// A session with a tiny book: market orders, one stop and one target a symbol, no engine.
final class FakeSession: Server.TradingSession {
  struct Holding {
    var quantity: Int64
    var cost: Amount
    var stop: Price?
    var target: Price?
  }

  struct Book {
    var initial: Amount
    var wallet: Amount
    var realized = Amount.zero
    var commission = Amount.zero
    var holdings: [String: Holding] = [:]
    var quotes: [String: ManualQuote] = [:]
    var orders: [OrderReport] = []
    var mode = OperatorMode.running
    var isManual = true
    var isPending = false
    var status = HealthState.Status.ok
    var trades: [HandTrade] = []
    var commands: [OperatorCommand] = []
    /// What every trade is answered, when a test says so; nothing is traded then.
    var answer: TradeAnswer?
    /// What several scripts hold, when a test says so; the account's figures do not count it.
    var shared: [PositionState] = []
    /// Purchases wait here, when a test wants to hold them up.
    var held: [CheckedContinuation<Void, Never>]?
  }

  static let time = EventTime(milliseconds: 1_735_448_445_123)

  let events = EventHub()
  let book: Mutex<Book>

  init(cash: Amount = Amount(rupees: 500_000)) {
    book = Mutex(Book(initial: cash, wallet: cash))
  }

  func change(_ change: (inout Book) -> Void) { book.withLock { change(&$0) } }

  /// The book as it is now.
  var now: Book { book.withLock { $0 } }

  func trade(_ trade: HandTrade) async -> TradeAnswer {
    await withCheckedContinuation { continuation in
      let isHeld = book.withLock { book in
        book.trades.append(trade)
        book.held?.append(continuation)
        return book.held != nil
      }
      if !isHeld { continuation.resume() }
    }
    let answer = book.withLock { book in
      if let answer = book.answer { return answer }
      do {
        return try Self.trade(trade, reason: .api, in: &book)
      } catch {
        return TradeAnswer.denied(Denial(.quantity, String(describing: error)))
      }
    }
    if case .executed = answer, let order = now.orders.last {
      events.publish(.fill(order))
    }
    return answer
  }

  func updatePrice(_ quote: ManualQuote) async -> PriceAnswer {
    let answer = book.withLock { book -> PriceAnswer in
      guard book.isManual else { return .notManual }
      book.quotes[quote.symbol] = quote
      guard let holding = book.holdings[quote.symbol] else { return .updated(fills: []) }
      let isStopped = holding.stop.map { quote.last <= $0 } ?? false
      guard isStopped || (holding.target.map { quote.last >= $0 } ?? false) else {
        return .updated(fills: [])
      }
      let exit = HandTrade(side: .sell, symbol: quote.symbol, quantity: .whole(holding.quantity))
      do {
        _ = try Self.trade(exit, reason: isStopped ? .stopLoss : .takeProfit, in: &book)
      } catch {
        return .denied(Denial(.quantity, String(describing: error)))
      }
      return .updated(fills: book.orders.suffix(1))
    }
    events.publish(
      .quote(
        SessionEvent.Quote(
          symbol: quote.symbol, bid: quote.bid, ask: quote.ask, last: quote.last,
          volume: quote.volume, time: Self.time)))
    return answer
  }

  func control(
    _ command: OperatorCommand, before deadline: CallDeadline?
  ) async -> ControlAnswer {
    if let deadline, deadline.remaining < 0 { return .refused("Too late") }
    return book.withLock { book in
      book.commands.append(command)
      guard book.status != .stopping else { return .refused("The session is ending") }
      book.mode =
        switch command {
        case .exitOnly, .flatten: .exitOnly
        case .halt: .halted
        case .resume: .running
        }
      return .done(mode: book.mode, message: "Done", orders: [])
    }
  }

  func health() -> HealthState {
    book.withLock { book in
      HealthState(
        status: book.status, mode: book.mode, feed: "manual", broker: "paper",
        lastTick: book.quotes.isEmpty ? nil : Self.time, uptimeSeconds: 12)
    }
  }

  func metrics() -> [Metric] {
    [
      Metric(name: "sauda_ticks_total", help: "Ticks \\ seen.", value: .counter(7)),
      Metric(
        name: "sauda_wallet_rupees", help: "Cash.", labels: [Metric.Label("of", "a\"b\\c\nd")],
        value: .gauge(micros: 499_895_020_000)),
      Metric(
        name: "sauda_decision_seconds", help: "Feed to decision.",
        value: .histogram(
          buckets: [.init(nanoseconds: 1_000, count: 3), .init(nanoseconds: 1_000_000, count: 9)],
          sumNanoseconds: 1_500_000, count: 10)),
    ]
  }
}
