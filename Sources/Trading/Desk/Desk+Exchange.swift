import Market
import Money

/// The way of orders to an exchange and back.
extension Desk {
  // MARK: Out

  /// Sends an approved order: on paper it fills at once, or rests.
  mutating func send(_ order: StagedOrder) {
    decide(
      order: order.index, .request, price: order.approved.price, trigger: order.approved.trigger)
    let place = order.approved.instrument.position
    if order.approved.cancelsRestingExits { cancelClaimedExits(of: order.approved.instrument) }
    guard exchange != nil else { return sendOutside(order) }
    if script.cancelledBeforeSending.isEmpty,
      let price = exchange?.priceAtOnce(
        of: order.approved, bid: book.holdings[place].tick.bid,
        ask: book.holdings[place].tick.ask)
    {
      return deal(order, units: order.approved.quantity, at: price, isWorking: false)
    }
    orders.work(WorkingOrder(order))
    exchange?.rest(order.index, order.approved)
    if script.cancelledBeforeSending.contains(order.index) { return cancel(order.index) }
    actNow(order.index)
  }

  private mutating func sendOutside(_ order: StagedOrder) {
    orders.work(WorkingOrder(order))
    outbox.effects.append(.submit(desk: index, order: order.index, order.approved))
    if script.cancelledBeforeSending.contains(order.index) { cancel(order.index) }
  }

  /// Asks the exchange to take a working order back.
  mutating func cancel(_ order: Int) {
    guard let position = orders.position(of: order), orders.leave(position) else { return }
    guard exchange != nil else {
      outbox.effects.append(.cancel(desk: index, order: order))
      return
    }
    if exchange?.cancel(order, askedAt: moment.clock) == true {
      take(OrderUpdate(order: order, .cancelled))
    }
  }

  /// Takes a working order back for the engine: on paper at once, whatever the latency.
  mutating func withdraw(_ order: Int) {
    guard exchange != nil else { return cancel(order) }
    exchange?.remove(order)
    take(OrderUpdate(order: order, .cancelled))
  }

  /// Takes working orders back for the engine, the youngest first.
  mutating func withdraw(where isMeant: (WorkingOrder) -> Bool) {
    for position in orders.working.indices.reversed() where isMeant(orders.working[position]) {
      withdraw(orders.working[position].index)
    }
  }

  private mutating func cancelClaimedExits(of instrument: InstrumentID) {
    withdraw { $0.instrument == instrument && !$0.isEntry && !$0.holdsQuantity }
  }

  /// Lets the changes of an order go on their way; without latency they act at once.
  mutating func sendChange(of order: Int) {
    guard let position = orders.position(of: order),
      let newest = orders.working[position].changes.last
    else { return }
    decide(
      order: order, .request, price: newest.price, trigger: newest.trigger,
      quantity: newest.quantity)
    for change in orders.sendChanges(at: position) {
      if exchange != nil {
        exchange?.modify(order, change)
      } else {
        outbox.effects.append(.modify(desk: index, order: order, change))
      }
    }
    actNow(order)
  }

  // MARK: The paper exchange

  /// Lets an order act in the step that asked for it, when there is no latency.
  private mutating func actNow(_ order: Int) {
    guard exchange?.isImmediate == true, let position = exchange?.position(of: order) else {
      return
    }
    act(at: position)
  }

  /// Lets the working orders of a symbol act on its tick, in the order of their ids.
  mutating func lookAtWorkingOrders(of instrument: InstrumentID) {
    var position = 0
    while let count = exchange?.resting.count, position < count {
      guard exchange?.resting[position].approved.instrument == instrument else {
        position += 1
        continue
      }
      act(at: position)
      // An order that ended left its place to the next; otherwise go on.
      if exchange?.resting.count == count { position += 1 }
    }
  }

  /// Lets one order of the paper exchange act on its symbol's last tick, when it is due and its price is there.
  private mutating func act(at position: Int) {
    guard let resting = exchange?.resting[position] else { return }
    let order = resting.order
    while true {
      switch exchange?.act(at: position, by: moment.clock) {
      case .cancel:
        take(OrderUpdate(order: order, .cancelled))
        return
      case .change: take(OrderUpdate(order: order, .changed))
      case .mayDeal:
        // What close() has claimed is cancelled as soon as that is sent, and must not sell before.
        guard let place = orders.position(of: order),
          orders.working[place].isEntry || orders.working[place].holdsQuantity
        else { return }
        guard !isBarred(orders.working[place]) else { return withdraw(order) }
        let tick = book.holdings[resting.approved.instrument.position].tick
        guard let price = exchange?.match(at: position, tick) else { return }
        exchange?.remove(order)
        let working = orders.working[place]
        return deal(
          StagedOrder(index: order, approved: working.approved), units: working.remaining,
          at: price, isWorking: true)
      case .wait, nil: return
      }
    }
  }

  /// Whether a resting entry may not fill any more, because entries have ended meanwhile.
  private func isBarred(_ order: WorkingOrder) -> Bool {
    guard order.isEntry, order.isResting else { return false }
    if allowance.mode != .running || book.day.isLossLimitHit { return true }
    return agenda.isSquaredOff(order.instrument.position, at: clock)
  }

  /// Fills an order of the paper exchange whole, or rejects it with the reason why it cannot be.
  private mutating func deal(
    _ order: StagedOrder, units: Int64, at price: Price, isWorking: Bool
  ) {
    let deal = Book.Deal(
      place: order.approved.instrument.position, side: order.approved.side,
      isEntry: order.approved.isEntry, units: units, price: price)
    do throws(Denial) {
      let execution = try book.execution(of: deal, gate.settings.charges)
      if deal.isEntry, execution.ledger.wallet < .zero {
        throw .balance(
          need: Amount(micros: -execution.entry.wallet.micros), available: book.ledger.wallet)
      }
      let update = OrderUpdate(order: order.index, .filled(units: units, price: price))
      apply(update, to: order, isWorking: isWorking)
      post(execution, of: deal, order: order.index)
    } catch {
      let update = OrderUpdate(order: order.index, .rejected(error))
      apply(update, to: order, isWorking: isWorking)
      tellEnd(update)
    }
  }

  @inline(__always)
  private mutating func apply(
    _ update: OrderUpdate, to order: borrowing StagedOrder, isWorking: Bool
  ) {
    if isWorking {
      orders.apply(update, at: moment.clock)
    } else {
      orders.applyAtOnce(update, to: order.approved, at: moment.clock)
    }
  }

  // MARK: Back

  /// Takes what an exchange says of an order.
  ///
  /// - Returns: False for what cannot be true of it; nothing has changed then.
  @discardableResult
  mutating func take(_ update: OrderUpdate) -> Bool {
    guard orders.accepts(update) else { return false }
    switch update.news {
    case .filled(let units, let price): return takeFill(update, units: units, price: price)
    case .cancelled, .rejected:
      orders.apply(update, at: clock)
      tellEnd(update)
    case .changed, .changeRejected, .lost, .found:
      orders.apply(update, at: clock)
      if script.hearsNews { script.news.append(.order(index: update.order)) }
    case .cancelRejected: orders.apply(update, at: clock)
    }
    return true
  }

  /// Takes a fill from outside: it happened, so it counts, also where the order had ended meanwhile.
  ///
  /// One that crosses zero closes what is held first and opens the other side with the rest.
  private mutating func takeFill(_ update: OrderUpdate, units: Int64, price: Price) -> Bool {
    let order = orders[update.order]
    let place = order.instrument.position
    let held = book.holdings[place].position.quantity
    let isEntry = held == 0 || (held > 0) == (order.side == .buy)
    let size = book.holdings[place].position.size
    if !isEntry, units > size {
      let closing = OrderUpdate(order: update.order, .filled(units: size, price: price))
      let opening = OrderUpdate(order: update.order, .filled(units: units - size, price: price))
      return take(closing) && take(opening)
    }
    let deal = Book.Deal(
      place: place, side: order.side, isEntry: isEntry, units: units, price: price)
    do throws(Denial) {
      let execution = try book.execution(of: deal, gate.settings.charges)
      orders.apply(update, at: clock)
      post(execution, of: deal, order: update.order)
      return true
    } catch {
      outbox.effects.append(
        .alert(
          desk: index,
          "\(order.id): a fill of \(units) at \(price) cannot be booked: \(error.detail)"))
      return false
    }
  }

  /// Writes down that an order has ended without (another) fill, and tells the script.
  private mutating func tellEnd(_ update: OrderUpdate) {
    // Outside a fill may still overtake the cancellation, and what it opens is to be protected.
    if exchange != nil { orders.dropPlan(of: update.order) }
    if case .rejected(let denial) = update.news {
      orders.annotate(update.order, detail: texts.intern(denial.detail))
      decide(
        order: update.order, .failure, reason: texts.intern(denial.reason.rawValue))
    } else {
      decide(order: update.order, .cancel)
    }
    if script.hearsNews { script.news.append(.order(index: update.order)) }
  }

  /// Books an execution, protects what it opened, and tells of it.
  private mutating func post(
    _ execution: borrowing Book.Execution, of deal: Book.Deal, order index: Int
  ) {
    orders.book(execution, units: deal.units, of: index)
    decide(order: index, .fill, price: deal.price, quantity: deal.units)
    let change = book.apply(
      execution, of: deal, at: moment.clock, sequence: moment.sequence, tag: orders[index].tag)
    if change == .opened { protection.clear(deal.place) }
    if deal.isEntry {
      protectEntry(orders.plan(of: index)?.request, at: deal.place)
      if orders[index].status == .executed { orders.dropPlan(of: index) }
    }
    if outbox.tellsFills || script.hearsNews {
      tellFill(execution.entry, of: deal, change, order: index)
    }
    if change == .closed {
      book.endTrip(deal.place, at: moment.clock)
      protection.clear(deal.place)
    }
    book.day.isLossCheckDue = gate.declaration.limits.maxLoss != nil
    book.checkIdentity()
  }

  /// Tells the session and the script of a fill.
  private mutating func tellFill(
    _ entry: LedgerEntry, of deal: Book.Deal, _ change: PositionChange, order index: Int
  ) {
    let order = orders[index]
    let fill = Fill(
      order: index, number: order.number, instrument: order.instrument, side: deal.side,
      quantity: deal.units, price: deal.price, commission: entry.commission,
      realized: entry.realized, time: clock)
    if outbox.tellsFills { outbox.effects.append(.filled(desk: self.index, fill, book.ledger)) }
    guard script.hearsNews else { return }
    let view = change == .closed ? closedView(order.instrument) : position(order.instrument)
    script.news.append(.order(index: index))
    script.news.append(.fill(fill))
    script.news.append(.position(view, change))
  }

  // MARK: Decisions

  /// Writes down a decision about an order.
  @inline(__always)
  mutating func decide(
    order index: Int, _ kind: Decision.Kind, price: Price? = nil, trigger: Price? = nil,
    quantity: Int64? = nil, reason: TextPool.Index? = nil
  ) {
    outbox.decide(
      orders[index].decision(
        kind, sequence: sequence, price: price, trigger: trigger, quantity: quantity,
        reason: reason))
  }
}
