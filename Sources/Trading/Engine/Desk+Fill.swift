import Market
import Money

extension Desk {
  /// Looks at the working orders of a symbol on its tick, in the order of their ids.
  mutating func lookAtWorkingOrders(of instrument: InstrumentID) {
    var position = 0
    while position < working.count {
      guard working[position].instrument == instrument else {
        position += 1
        continue
      }
      let before = working.count
      look(at: position)
      // An order that ended left its place to the next; otherwise go on.
      if working.count == before { position += 1 }
    }
  }

  /// Lets one working order act on its symbol's last tick, when it is due and its price is there.
  mutating func look(at position: Int) {
    if let moment = working[position].cancelAt, moment <= clock {
      finish(at: position, .cancelled, reason: nil)
      return
    }
    takeDueChanges(at: position)
    let order = working[position]
    // What close() has claimed is cancelled as soon as that is sent, and must not sell before.
    guard order.dueAt <= clock, order.isEntry || order.holdsQuantity else { return }
    guard !isBarred(order) else {
      finish(at: position, .cancelled, reason: nil)
      return
    }
    let tick = slots[order.instrument.position].tick
    if let price = executionPrice(of: order, at: position, tick: tick) {
      fill(at: position, price: price)
    }
  }

  /// Whether a resting entry may not fill any more, because entries have ended meanwhile.
  private func isBarred(_ order: WorkingOrder) -> Bool {
    guard order.isEntry, order.isResting else { return false }
    if mode != .running || isLossLimitHit { return true }
    guard let second = slots[order.instrument.position].squareOffSecond else { return false }
    return IndianTime(clock).secondOfDay >= second
  }

  private mutating func executionPrice(of order: WorkingOrder, at position: Int, tick: Tick)
    -> Price?
  {
    let isBuy = order.side == .buy
    let market = isBuy ? tick.ask : tick.bid
    // A one-sided market is quoted with a zero: there is nobody to deal with.
    guard market > .zero else { return nil }
    var isTriggered = order.isTriggered || !order.type.hasTrigger
    if !isTriggered, let trigger = order.trigger {
      isTriggered = isBuy ? tick.ltp >= trigger : tick.ltp <= trigger
      working[position].isTriggered = isTriggered
    }
    guard isTriggered else { return nil }
    guard order.type.hasPrice, let limit = order.price else { return market }
    let isMarketable = isBuy ? market <= limit : market >= limit
    return isMarketable ? market : nil
  }

  /// Fills a working order whole at a price, or fails it with the reason why it cannot be.
  mutating func fill(at position: Int, price: Price) { deal(takeOut(at: position), at: price) }

  /// Fills an order that is not working (any more), or fails it with the reason why it cannot be.
  mutating func deal(_ order: WorkingOrder, at price: Price) {
    do throws(Denial) {
      let execution = try execution(of: order, price: price)
      if order.isEntry, execution.ledger.wallet < .zero {
        throw .balance(
          need: Amount(micros: -execution.entry.wallet.micros), available: ledger.wallet)
      }
      book(execution, of: order, price: price)
    } catch {
      end(order, .rejected, reason: error)
    }
  }

  /// What an execution does to the books; nothing is changed yet.
  private struct Execution {
    var entry: LedgerEntry
    var ledger: Ledger
    var value: Amount
    var quantity: Int64
    var cost: Amount
    var worth: Amount
    var tripRealized: Amount
    var tripCommission: Amount
  }

  private mutating func execution(of order: WorkingOrder, price: Price) throws(Denial) -> Execution
  {
    let place = order.instrument.position
    let held = slots[place].position.quantity
    let signed = order.side == .buy ? order.remaining : -order.remaining
    if order.isEntry {
      if held != 0, (held > 0) != (signed > 0) {
        throw Denial(.quantity, "The position turned around before the order could fill.")
      }
    } else if slots[place].position.size < order.remaining || (held > 0) == (signed > 0) {
      throw .holding(need: order.remaining, available: slots[place].position.size)
    }
    do throws(MoneyError) {
      return try exactExecution(of: order, price: price, signed: signed, at: place)
    } catch {
      throw Denial(.quantity, "The value of \(order.remaining) at \(price) is out of range.")
    }
  }

  private mutating func exactExecution(
    of order: WorkingOrder, price: Price, signed: Int64, at place: Int
  ) throws(MoneyError) -> Execution {
    let value = try price.value(of: order.remaining)
    let commission = try settings.commissionRate.charge(on: value)
    let (quantity, overflow) =
      slots[place].position.quantity.addingReportingOverflow(signed)
    guard !overflow else { throw .overflow }
    let (held, worth) = (slots[place].position.cost, slots[place].position.worth)
    let mark = slots[place].tick.ltp
    let cost: Amount
    let entry: LedgerEntry
    if order.isEntry {
      cost = try held.adding(value)
      let next = try Position.worth(quantity: quantity, cost: cost, mark: mark)
      entry = try .entry(
        value: value, commission: commission, worth: try next.subtracting(worth))
    } else {
      let share = try held.share(of: order.remaining, in: slots[place].position.size)
      cost = try held.subtracting(share)
      let next = try Position.worth(quantity: quantity, cost: cost, mark: mark)
      entry = try .exit(
        value: value, costShare: share, isLong: slots[place].position.isLong,
        commission: commission, worth: try next.subtracting(worth))
    }
    var ledger = self.ledger
    try ledger.post(entry)
    return Execution(
      entry: entry, ledger: ledger, value: value, quantity: quantity, cost: cost,
      worth: try worth.adding(entry.worth),
      tripRealized: try slots[place].position.tripRealized.adding(entry.realized),
      tripCommission: try slots[place].position.tripCommission.adding(entry.commission))
  }

  private mutating func book(_ execution: Execution, of order: WorkingOrder, price: Price) {
    release(order)
    let place = order.instrument.position
    ledger = execution.ledger
    recordFill(execution.entry, value: execution.value, of: order, price: price)
    let change = move(place, execution, order)
    if order.isEntry {
      protectEntry(order)
    }
    if tellsFills || tellsEvents { tell(execution.entry, of: order, price: price, change) }
    if change == .closed { endTrip(place) }
    slots[place].needsAttention = slots[place].position.isOpen || slots[place].workingCount > 0
    isLossCheckDue = declaration.limits.maxLoss != nil
    checkPositions()
  }

  /// Tells the session and the script of a fill.
  private mutating func tell(
    _ entry: LedgerEntry, of order: WorkingOrder, price: Price, _ change: PositionChange
  ) {
    let fill = Fill(
      order: order.index, number: orders[order.index].number, instrument: order.instrument,
      side: order.side, quantity: order.remaining, price: price, commission: entry.commission,
      realized: entry.realized, time: clock)
    if tellsFills { effects.append(.filled(desk: index, fill, ledger)) }
    guard tellsEvents else { return }
    let view = closedView(order.instrument.position, change) ?? position(order.instrument)
    events.append(.order(index: order.index))
    events.append(.fill(fill))
    events.append(.position(view, change))
  }

  private mutating func recordFill(
    _ entry: LedgerEntry, value: Amount, of order: WorkingOrder, price: Price
  ) {
    if orders[order.index].filled == 0 { filledOrderCount += 1 }
    orders[order.index].take(
      order.remaining, value: value, commission: entry.commission, realized: entry.realized,
      at: clock)
    decide(order: order.index, kind: .fill, price: price, quantity: order.remaining)
  }

  /// Moves the position and says how it changed.
  private mutating func move(_ place: Int, _ execution: Execution, _ order: WorkingOrder)
    -> PositionChange
  {
    let wasOpen = slots[place].position.isOpen
    if !wasOpen {
      let trip = slots[place].position.trip + 1
      slots[place].position = Position()
      slots[place].position.trip = trip
      slots[place].position.openedAt = clock
      slots[place].position.openedSequence = sequence
      slots[place].position.best = slots[place].tick.ltp
      slots[place].position.worst = slots[place].tick.ltp
      slots[place].position.tag = orders[order.index].tag
      slots[place].protection = ProtectiveSet()
      openPositions += 1
    }
    slots[place].position.quantity = execution.quantity
    slots[place].position.cost = execution.cost
    slots[place].position.worth = execution.worth
    slots[place].position.tripRealized = execution.tripRealized
    slots[place].position.tripCommission = execution.tripCommission
    if !order.isEntry { slots[place].lastExit = clock }
    if !wasOpen { return .opened }
    if order.isEntry { return .increased }
    return execution.quantity == 0 ? .closed : .reduced
  }

  /// The view of a position that has just been closed: no units, and what the trip made.
  private mutating func closedView(_ place: Int, _ change: PositionChange) -> PositionView? {
    guard change == .closed else { return nil }
    let position = slots[place].position
    var view = PositionView(instrument: instruments[place].id)
    view.lastPrice = slots[place].tick.ltp
    view.realized = position.tripRealized
    view.commission = position.tripCommission
    view.openedAt = position.openedAt
    view.best = position.best
    view.worst = position.worst
    view.tag = texts[position.tag]
    view.barsHeld = position.barsHeld
    view.trip = position.trip
    return view
  }

  private mutating func endTrip(_ place: Int) {
    let trip = slots[place].position.trip
    trades.append(
      TradeResult(
        instrument: instruments[place].id, realized: slots[place].position.tripRealized,
        openedAt: slots[place].position.openedAt, closedAt: clock))
    slots[place].position = Position()
    slots[place].position.trip = trip
    slots[place].protection = ProtectiveSet()
    openPositions -= 1
  }

  /// Stops the program when positions and ledger tell different stories.
  private mutating func checkPositions() {
    var cost: Int64 = 0
    var worth: Int64 = 0
    for symbol in declared {
      cost &+= slots[symbol.position].position.cost.micros
      worth &+= slots[symbol.position].position.worth.micros
    }
    precondition(
      cost == ledger.cost.micros && worth == ledger.worth.micros,
      "the positions must add up to the ledger")
  }
}
