public import Market
import Money

/// What a script, a person or the API asks of the desk: judged at once, staged until the callback returns.
extension Desk {
  /// Checks a request and stages it until the callback returns.
  ///
  /// - Returns: The order's place and number, the denial, or why the request makes no sense.
  public mutating func place(_ request: OrderRequest) -> OrderTicket {
    if let misuse = countRequest(of: request.instrument) { return .misuse(misuse) }
    let risk = protection[request.instrument.position].risk
    if let misuse = Gate.misuse(in: request.protection, hasRisk: risk.isKnown) {
      return .misuse(misuse)
    }
    if let closing = request.follows, !isExit(closing, of: request.instrument) {
      return .misuse("unknown closing order")
    }
    do throws(Denial) {
      let instrument = request.instrument
      var now = circumstances(of: instrument.position)
      // Who trades by hand has been told of the clock, and goes by none.
      if case .api = request.reason { now.allowance.isClockDoubted = false }
      if let closing = request.follows { now.freeCash += freed(by: closing) }
      let approved = try gate.approve(
        request, now, busyPositions: busyPositions(),
        restingExits: request.cancelsRestingExits ? replaceableExits(of: instrument) : 0,
        risk: risk)
      let labels = OrderTexts(
        tag: texts.intern(request.tag), source: texts.intern(request.source),
        reason: texts.intern(request.reason.text))
      let ticket = stage(approved, labels, wait: wait(of: approved, request))
      if approved.isEntry, let plan = request.planned { orders.plan(plan, for: ticket.index) }
      return .approved(index: ticket.index, number: ticket.number)
    } catch {
      record(
        error, side: request.side, type: request.type, instrument: request.instrument,
        quantity: request.quantity.wholeNumber, tag: request.tag, source: request.source)
      return .denied(error)
    }
  }

  /// Checks a plain market order of the script and stages it until the callback returns.
  public mutating func placeMarket(
    _ side: OrderSide, _ instrument: InstrumentID, quantity: Int64, isClose: Bool,
    file: borrowing String, line: Int32
  ) -> OrderTicket {
    if let misuse = countRequest(of: instrument) { return .misuse(misuse) }
    do throws(Denial) {
      let approved = try gate.approve(
        market: side, instrument, quantity: quantity, isClose: isClose,
        circumstances(of: instrument.position), busyPositions: busyPositions(),
        restingExits: isClose ? replaceableExits(of: instrument) : 0)
      let ticket = stage(
        approved, OrderTexts(source: texts.source(file, line), reason: TextPool.script))
      return .approved(index: ticket.index, number: ticket.number)
    } catch {
      let source = texts.source(file, line)
      record(
        error, side: side, type: .market, instrument: instrument, quantity: quantity, tag: "",
        source: texts[source])
      return .denied(error)
    }
  }

  /// Whether a place in the list is that of an exit of a symbol.
  private func isExit(_ order: Int, of instrument: InstrumentID) -> Bool {
    order >= 0 && order < orders.count && orders[order].instrument == instrument
      && !orders[order].isEntry
  }

  /// What an approved request waits for before it is sent; nil: nothing.
  private func wait(of approved: borrowing ApprovedOrder, _ request: OrderRequest)
    -> WorkingOrder.Wait?
  {
    if let closing = request.follows, approved.isEntry { return .order(closing) }
    return agenda.isOpen(approved.instrument.position) ? nil : .open
  }

  /// What a closing order that was asked for frees at the current price, in millionths.
  private mutating func freed(by closing: Int) -> Int128 {
    guard closing >= 0, closing < orders.count else { return 0 }
    let order = orders[closing]
    let place = order.instrument.position
    let tick = book.holdings[place].tick
    let quote = order.side == .buy ? tick.ask : tick.bid
    let deal = Book.Deal(
      place: place, side: order.side, isEntry: false, units: order.quantity,
      price: quote > .zero ? quote : tick.ltp,
      product: book.holdings[place].position.product)
    do throws(Denial) {
      let execution = try book.execution(of: deal, gate.settings.charges)
      let cash = Int128(execution.ledger.wallet.micros) - Int128(book.ledger.wallet.micros)
      let position = book.holdings[place].position
      guard position.quantity < 0, position.worth < position.cost else { return cash }
      // A losing short that is covered burdens what is free no more.
      let loss = Int128(position.cost.micros) - Int128(position.worth.micros)
      return cash + loss * Int128(order.quantity) / Int128(max(1, position.size))
    } catch {
      return 0
    }
  }

  /// Counts a request; why it is none at all, as a sentence.
  @inline(__always)
  private mutating func countRequest(of instrument: InstrumentID) -> String? {
    rememberCheckpoint()
    guard !script.countRequest() else {
      return Denial.tooManyRequests.detail
    }
    return isKnown(instrument) ? nil : "unknown symbol"
  }

  /// What the gate is to know of the books, for a request of a symbol.
  @inline(__always)
  mutating func circumstances(of place: Int) -> Circumstances {
    Circumstances(
      clock: moment.clock, allowance: allowance, bid: book.holdings[place].tick.bid,
      ask: book.holdings[place].tick.ask, ltp: book.holdings[place].tick.ltp,
      quoteTime: book.holdings[place].tick.time, hasTicked: book.holdings[place].sequence > 0,
      held: book.holdings[place].position.quantity, load: orders.loads[place],
      lastExit: book.holdings[place].lastExit,
      product: book.holdings[place].position.isOpen
        ? book.holdings[place].position.product : declaration.product,
      market: Circumstances.Market(
        isOpen: agenda.isOpen(place), isQuoteLive: book.holdings[place].isQuoteLive,
        interruption: book.holdings[place].interruption,
        squareOffAt: agenda.barriers.squareOffs[place],
        isOnlyIntradaySquaredOff: agenda.barriers.isOnlyIntraday(place)),
      freeCash: free,
      day: Circumstances.DayFigures(
        result: book.dayResult, entries: book.day.entries,
        isLossLimitHit: book.day.isLossLimitHit))
  }

  /// Symbols that are not flat or have entries under way; 0 where no limit asks for them.
  @inline(__always)
  mutating func busyPositions() -> Int {
    gate.declaration.limits.maxPositions == nil ? 0 : countBusyPositions()
  }

  private mutating func countBusyPositions() -> Int {
    book.holdings.indices.count {
      book.holdings[$0].position.isOpen || orders.loads[$0].entries > 0
    }
  }

  /// Units of resting exits whose place another exit may take in the same step.
  ///
  /// Outside there are none: until the exchange has confirmed that they are gone, they may still fill.
  private mutating func replaceableExits(of instrument: InstrumentID) -> Int64 {
    exchange == nil || orders.working.isEmpty ? 0 : orders.restingExits(of: instrument)
  }

  /// The wallet less what working and staged entries hold and losing shorts have lost, in millionths.
  @inline(__always)
  var free: Int128 {
    Int128(book.ledger.wallet.micros) - Int128(orders.heldCash) - book.lossOfShorts
  }

  /// Gives an approved order its id and its holds, and sends it once the callback has returned.
  @inline(__always)
  private mutating func stage(
    _ approved: borrowing ApprovedOrder, _ labels: OrderTexts, wait: WorkingOrder.Wait? = nil
  ) -> (index: Int, number: Int32) {
    let index = enter(approved, labels, isAsked: true)
    script.staged.append(.order(StagedOrder(index: index, approved: copy approved, wait: wait)))
    return (index, orders.lastNumber)
  }

  /// Gives an approved order its id, its place in the list and its holds.
  @inline(__always)
  mutating func enter(
    _ approved: borrowing ApprovedOrder, _ labels: OrderTexts, isAsked: Bool
  ) -> Int {
    if approved.isEntry {
      book.day.entries += 1
    } else if approved.cancelsRestingExits, exchange != nil {
      orders.claimRestingExits(of: approved.instrument)
    }
    return orders.enter(approved, labels, isAsked: isAsked, at: moment.clock)
  }

  private mutating func record(
    _ denial: Denial, side: OrderSide, type: OrderType, instrument: InstrumentID,
    quantity: Int64?, tag: String, source: String
  ) {
    denialLog.add(denial) {
      DenialRecord(
        denial: denial, side: side, instrument: instrument, quantity: quantity,
        sequence: moment.sequence, source: source)
    }
    script.denials.append(
      Decision(
        time: clock, sequence: sequence, instrument: instrument, quantity: quantity,
        reason: texts.intern(denial.reason.rawValue), tag: texts.intern(tag), kind: .denial,
        side: side, type: type))
  }

  // MARK: Working orders

  /// Stages the cancellation of a working order.
  ///
  /// - Returns: Nil when it will be done.
  public mutating func cancel(order index: Int, source: String) -> Denial? {
    if let denial = changeDenial(order: index, needsOpen: false) { return denial }
    script.staged.append(.cancel(index: index))
    return nil
  }

  /// Stages a change of a working order.
  ///
  /// What the new terms need is held from now on; the terms change when the callback returns, or
  /// once the latency has passed.
  ///
  /// - Returns: Nil when it will be done.
  public mutating func modify(
    order index: Int, price: RequestedPrice?, trigger: RequestedPrice?,
    quantity: RequestedQuantity?
  ) -> Denial? {
    if let denial = changeDenial(order: index, needsOpen: true) { return denial }
    do throws(Denial) {
      if let position = orders.position(of: index) {
        let order = orders.working[position]
        guard order.holdsQuantity, !order.isLeaving else {
          throw Denial(.notReady, "The order is about to be cancelled.")
        }
        let change = try change(of: order, price, trigger, quantity)
        script.staged.append(
          .modify(index: index, hold: order.hold, heldUnits: order.heldUnits))
        orders.addChange(change, at: position)
        return nil
      }
      for (position, action) in script.staged.enumerated() {
        guard let staged = action.order, staged.index == index else { continue }
        var order = WorkingOrder(staged)
        let change = try change(of: order, price, trigger, quantity)
        orders.take(change, by: &order, at: clock)
        script.staged[position] = .order(
          StagedOrder(index: index, approved: order.approved, wait: staged.wait))
        return nil
      }
      return Denial(.notReady, "The order is not working any more.")
    } catch {
      return error
    }
  }

  private mutating func change(
    of order: WorkingOrder, _ price: RequestedPrice?, _ trigger: RequestedPrice?,
    _ quantity: RequestedQuantity?
  ) throws(Denial) -> ApprovedChange {
    try gate.approve(
      changeOf: order, filled: orders[order.index].filled, price: price, trigger: trigger,
      quantity: quantity, circumstances(of: order.instrument.position))
  }

  /// Counts the request and says why the order cannot be changed; nil when it can.
  private mutating func changeDenial(order index: Int, needsOpen: Bool) -> Denial? {
    guard !script.countRequest() else { return .tooManyRequests }
    guard allowance.phase == .open else {
      return Denial(.notReady, "Orders cannot be changed now.")
    }
    guard index >= 0, index < orders.count, orders[index].status.isWorking else {
      return Denial(.notReady, "The order is not working any more.")
    }
    let place = orders[index].instrument.position
    if needsOpen, !agenda.isOpen(place) {
      return Denial(.sessionClosed, "The session of \(gate.instruments[place].symbol) is closed.")
    }
    if allowance.mode == .halted { return Denial(.halted, "Trading is halted.") }
    guard orders[index].isAsked else {
      return Denial(.notReady, "The order belongs to a protection and cannot be changed.")
    }
    return nil
  }

  // MARK: Protection and timers

  /// Stages a change of a position's protection.
  public mutating func protect(_ instrument: InstrumentID, _ request: ProtectionRequest)
    -> ProtectionVerdict
  {
    guard !script.countRequest() else { return .misuse(Denial.tooManyRequests.detail) }
    guard isKnown(instrument) else { return .misuse("unknown symbol") }
    let place = instrument.position
    guard allowance.phase == .open, book.holdings[place].position.isOpen else {
      return .denied(Denial(.notReady, "No open position to protect."))
    }
    let risk = protection[place].risk
    if let misuse = Gate.misuse(in: request, hasRisk: risk.isKnown) { return .misuse(misuse) }
    do throws(Denial) {
      try gate.check(
        request, of: book.holdings[place].position, risk, at: place, circumstances(of: place))
    } catch {
      return .denied(error)
    }
    script.stage(request, of: instrument)
    return .accepted
  }

  /// Stages the removal of a position's protection, its rule included.
  public mutating func unprotect(_ instrument: InstrumentID) {
    guard !script.countRequest(), allowance.phase == .open, isKnown(instrument) else { return }
    script.staged.append(.unprotect(instrument))
  }

  /// Sets a timer; nil when there are too many.
  public mutating func setTimer(_ schedule: TimerSchedule) -> Int32? {
    agenda.setTimer(schedule, now: clock)
  }

  /// Cancels a timer; whether it was still set.
  public mutating func cancelTimer(_ id: Int32) -> Bool { agenda.cancelTimer(id) }
}

extension Desk: DeskPort {}
