import Market
import Money

/// The way of orders to an exchange and back.
extension Desk {
  // MARK: Out

  /// Sends an approved order: on paper it fills at once, or rests; one that waits is kept here.
  mutating func send(_ order: StagedOrder) {
    decide(
      order: order.index, .request, price: order.approved.price, trigger: order.approved.trigger)
    let place = order.approved.instrument.position
    if order.approved.cancelsRestingExits { cancelClaimedExits(of: order.approved.instrument) }
    if order.wait != nil { return keep(order) }
    guard exchange != nil else { return sendOutside(order) }
    if script.cancelledBeforeSending.isEmpty, isDealing(place),
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

  /// Whether an order of a symbol may deal at its last quote.
  @inline(__always)
  mutating func isDealing(_ place: Int) -> Bool {
    book.holdings[place].isQuoteLive && agenda.isOpen(place)
  }

  /// Asks the exchange to take a working order back; one that waits here is taken back at once.
  mutating func cancel(_ order: Int) {
    guard let position = orders.position(of: order) else { return }
    let isWaiting = orders.working[position].wait != nil
    guard orders.leave(position, reason: TextPool.script) else { return }
    if isWaiting { return end(order) }
    guard exchange != nil else {
      outbox.effects.append(.cancel(desk: index, order: order))
      return
    }
    if exchange?.cancel(order, askedAt: moment.clock) == true { end(order) }
  }

  /// Takes a working order back for the engine: on paper at once, whatever the latency.
  mutating func withdraw(_ order: Int, _ reason: CancelReason) {
    guard let position = orders.position(of: order) else { return }
    let isWaiting = orders.working[position].wait != nil
    let isNew = orders.leave(position, reason: texts.intern(reason.text))
    guard exchange != nil || isWaiting else {
      if isNew { outbox.effects.append(.cancel(desk: index, order: order)) }
      return
    }
    exchange?.remove(order)
    end(order)
  }

  private mutating func end(_ order: Int) { take(OrderUpdate(order: order, .cancelled)) }

  /// Takes working orders back for the engine, the youngest first.
  mutating func withdraw(_ reason: CancelReason, where isMeant: (WorkingOrder) -> Bool) {
    guard !orders.working.isEmpty else { return }
    for order in orders.working.reversed() where isMeant(order) { withdraw(order.index, reason) }
  }

  private mutating func cancelClaimedExits(of instrument: InstrumentID) {
    withdraw(.script) { $0.instrument == instrument && !$0.isEntry && !$0.holdsQuantity }
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
      if orders.working[position].wait != nil {
        take(OrderUpdate(order: order, .changed))
      } else if exchange != nil {
        exchange?.modify(order, change)
      } else {
        outbox.effects.append(.modify(desk: index, order: order, change))
      }
    }
    actNow(order)
  }

  // MARK: Back

  /// Takes what an exchange says of an order.
  ///
  /// - Returns: False for what cannot be true of it; nothing has changed then.
  @discardableResult
  mutating func take(_ update: OrderUpdate) -> Bool {
    guard orders.accepts(update) else { return false }
    let reason = orders[update.order].reason
    switch update.news {
    case .filled(let units, let price): return takeFill(update, units: units, price: price)
    case .cancelled, .rejected:
      if update.news == .cancelled, keepsOverNight(update.order) { return true }
      orders.apply(update, at: clock)
      tellEnd(update, askedFor: reason)
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
    let product =
      held == 0
      ? orders.position(of: update.order).map { orders.working[$0].approved.product }
        ?? declaration.product : book.holdings[place].position.product
    let deal = Book.Deal(
      place: place, side: order.side, isEntry: isEntry, units: units, price: price,
      product: product)
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
  ///
  /// - Parameters:
  ///   - update: How it ended.
  ///   - reason: What it was asked for, pooled; a cancelled order has another by now.
  mutating func tellEnd(_ update: OrderUpdate, askedFor reason: TextPool.Index) {
    // Outside a fill may still overtake the cancellation, and what it opens is to be protected.
    if exchange != nil { orders.dropPlan(of: update.order) }
    agenda.forget(.timeout(order: update.order))
    agenda.forget(.arrival(order: update.order))
    if case .rejected(let denial) = update.news {
      orders.annotate(update.order, detail: texts.intern(denial.detail))
      decide(
        order: update.order, .failure, reason: texts.intern(denial.reason.rawValue))
    } else {
      decide(order: update.order, .cancel)
    }
    if script.hearsNews { script.news.append(.order(index: update.order)) }
    oweAgain(update.order, reason)
    sendFollowers(of: update.order)
  }

  /// Books an execution, protects what it opened, and tells of it.
  mutating func post(
    _ execution: borrowing Book.Execution, of deal: Book.Deal, order index: Int
  ) {
    let isShort = book.holdings[deal.place].position.quantity < 0
    orders.book(execution, units: deal.units, of: index)
    // Taken out once, since every look into the list has to find the order again.
    let order = orders[index]
    outbox.decide(
      order.decision(
        .fill, at: moment, price: deal.price, trigger: nil, quantity: deal.units, reason: nil))
    let change = book.apply(
      execution, of: deal, at: moment.clock, sequence: moment.sequence, tag: order.tag)
    if change == .opened { protection.clear(deal.place) }
    if deal.isEntry {
      if let plan = orders.plan(of: index) {
        protectEntry(plan.request, at: deal.place)
        if order.status == .executed { orders.dropPlan(of: index) }
      } else {
        spreadProtection(at: deal.place)
      }
    } else {
      countStaleExit(index, at: deal.place)
    }
    if outbox.tellsFills || script.hearsNews {
      tellFill(execution.entry, of: deal, change, order: index)
    }
    if change == .closed {
      book.endTrip(deal.place, at: moment.clock, isShort: isShort)
      protection.clear(deal.place)
      if owed.isOwed(deal.place) { _ = owed.take(deal.place) }
    }
    book.day.isLossCheckDue = gate.declaration.limits.maxLoss != nil
    book.checkIdentity()
    if deal.isEntry, agenda.isSquaredOff(deal.place, at: moment.clock) { squareOff(deal.place) }
    if order.status == .executed, !orders.working.isEmpty { sendFollowers(of: index) }
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
        kind, at: moment, price: price, trigger: trigger, quantity: quantity, reason: reason))
  }
}
