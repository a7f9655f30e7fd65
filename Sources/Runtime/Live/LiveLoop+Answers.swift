import Fyers
import Market
import Money
import Reporting
import Server
import Trading

/// Answers to what other threads ask; each is given once what was asked has been done.
extension LiveLoop where Rules: ~Copyable {
  /// Answers a question.
  func answer(_ question: SessionQuestion) {
    if isLate(question) { return }
    switch question {
    case .trade(let trade, let reply): reply.resume(returning: answer(trade))
    case .price(let quote, let reply): reply.resume(returning: answer(quote))
    case .control(let command, let reply, _): obey(command, reply)
    case .look(let reply): reply.resume(returning: show())
    }
  }

  /// Answers before a rehearsal has a time; commands hold from the first tick on.
  func answerEarly(_ question: SessionQuestion) {
    if isLate(question) { return }
    switch question {
    case .trade(let trade, let reply):
      reply.resume(returning: .denied(Denial(.notReady, "No price of \(trade.symbol) yet.")))
    case .control(let command, let reply, _):
      enterLater(command)
      tell(of: command)
      reply.resume(
        returning: .done(
          mode: command.resultingMode, message: "It holds from the first price on.", orders: []))
    default: answer(question)
    }
  }

  /// Shows the books as they are now, unless they are shown already.
  @discardableResult
  func show() -> SessionBooks {
    if let books = audience.board.books { return books }
    let books = SessionBooks(core.engine.desks, isByHand: options.terms.scripts.isEmpty)
    audience.board.put(books)
    return books
  }

  /// Refuses a command that came too late: whoever gave it has given up, and may have done something else
  /// meanwhile.
  private func isLate(_ question: SessionQuestion) -> Bool {
    guard case .control(let command, let reply, let deadline?) = question else { return false }
    let now = clock.bootNanoseconds()
    guard now > deadline else { return false }
    let (late, overflow) = now.subtractingReportingOverflow(deadline)
    let seconds =
      overflow ? "many" : late < 1_000_000_000 ? "less than 1" : "\(late / 1_000_000_000)"
    let sentence = "came \(seconds) s too late and was not carried out"
    let time = time.hasBegun && core.engine.hasStarted ? core.engine.clock : clock.wallTime()
    audience.note("operator: \(command.rawValue) \(sentence)", .warn, at: time)
    reply.resume(returning: .refused("\(command.rawValue) \(sentence)."))
    return true
  }

  private func answer(_ trade: HandTrade) -> TradeAnswer {
    guard core.table.id(of: trade.symbol) != nil else {
      return .denied(Denial(.notReady, "No price of \(trade.symbol) yet."))
    }
    guard let verdict = enter(.trade(trade, at: now())) else {
      return .denied(Denial(.notReady, "The session has ended."))
    }
    var made: [(place: Int, order: Order)] = []
    var denial: Denial?
    for part in verdict.parts {
      switch part.ticket {
      case .denied(let reason): denial = denial ?? reason
      case .misuse(let sentence): denial = denial ?? Denial(.price, sentence)
      case .approved(let index, _):
        let order = core.engine.desks[part.desk].orders[index]
        if let failure = failure(of: order, at: index, part.desk) {
          denial = denial ?? failure
        } else {
          made.append((part.desk, order))
        }
      }
    }
    if made.isEmpty { return .denied(denial ?? Denial(.notReady, "No desk holds it any more.")) }
    if made.allSatisfy({ $0.order.status == .executed }) {
      return .executed(made.map { executed($0.order, at: $0.place) })
    }
    return .pending(made.map { OrderReport($0.order, at: core.engine.desks[$0.place]) })
  }

  /// Why an order has come to nothing; nil when it was filled or may be.
  private func failure(of order: Order, at index: Int, _ place: Int) -> Denial? {
    switch order.status {
    case .executed, .pending, .partial, .unknown: return nil
    case .failed, .cancelled:
      let view = core.engine.desks[place].order(at: index)
      return Denial(view?.failure ?? .notReady, view?.detail ?? "")
    }
  }

  private func executed(_ order: Order, at place: Int) -> ExecutedTrade {
    let report = OrderReport(order, at: core.engine.desks[place])
    // From realized = value − cost − commission, and its mirror for a short that is covered.
    let value = Int128(order.value.micros)
    let rest = Int128(order.realized.micros) + Int128(order.commission.micros)
    let cost = order.isEntry ? 0 : order.side == .sell ? value - rest : value + rest
    return ExecutedTrade(
      orderID: order.id, side: order.side, symbol: report.symbol, quantity: order.filled,
      executedPrice: report.executedPrice ?? .zero, value: order.value,
      commission: order.commission, realizedPnL: order.realized,
      costOfClosed: Amount(micros: Int64(clamping: cost)), timestamp: order.time)
  }

  private func answer(_ quote: ManualQuote) -> PriceAnswer {
    guard options.feed == .manual else { return .notManual }
    if let denial = makeKnown(quote.symbol) { return .denied(denial) }
    guard let instrument = core.table.id(of: quote.symbol) else {
      return .denied(Denial(.notReady, "\(quote.symbol) is not dealt in."))
    }
    let before = core.engine.desks.map(\.orders.count)
    let readAt = clock.monotonicNanoseconds()
    var tick = Tick(
      time: now(), instrument: instrument, bid: quote.bid, ask: quote.ask, ltp: quote.last)
    tick.volume = quote.volume ?? 0
    let filledBefore = filledWorking(before)
    enter(.tick(tick), readAt: readAt)
    return .updated(fills: fills(since: before, and: filledBefore))
  }

  /// Makes a symbol known that is dealt in by hand; why it cannot be, when it cannot.
  private func makeKnown(_ symbol: String) -> Denial? {
    if core.table.id(of: symbol) != nil { return nil }
    guard options.terms.scripts.isEmpty else {
      return Denial(.notReady, "No script of this session declares \(symbol).")
    }
    guard core.table.count < 5_000 else {
      return Denial(.notReady, "Symbols: expected at most 5000, this is one more.")
    }
    instruments.add(symbol)
    let row = instruments.row(of: symbol)
    let instrument = Instrument(
      id: InstrumentID(index: Int32(core.table.count)), symbol: symbol, increment: row.increment,
      lot: row.lot, freeze: row.freeze)
    enter(.instrument(instrument, at: now()))
    return nil
  }

  /// Orders that work, so that their fills can be told from others'.
  private func filledWorking(_ counts: [Int]) -> [[Int]] {
    counts.indices.map { place in
      core.engine.desks[place].workingOrders
    }
  }

  func fills(since counts: [Int], and working: [[Int]]) -> [OrderReport] {
    var fills: [(Int32, OrderReport)] = []
    for place in counts.indices {
      let orders = core.engine.desks[place].orders
      let candidates = working[place] + Array(counts[place]..<max(counts[place], orders.count))
      for index in candidates where orders[index].filled > 0 {
        let report = OrderReport(orders[index], at: core.engine.desks[place])
        fills.append((orders[index].number, report))
      }
    }
    return fills.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
