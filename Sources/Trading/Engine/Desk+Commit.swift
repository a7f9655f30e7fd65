import Market
import Money

extension Desk {
  /// Remembers what a callback that fails goes back to.
  ///
  /// Taken at the first request of a callback, so that callbacks without one cost nothing.
  mutating func rememberCheckpoint() {
    guard !hasCheckpoint else { return }
    hasCheckpoint = true
    checkpoint = DeskCheckpoint(
      orderCount: orders.count, lastNumber: lastNumber, denialCount: denialCount,
      denialsKept: denials.count, dayEntries: dayEntries)
  }

  /// Carries out what a callback staged: changes first, then exits, then entries, each as asked.
  mutating func commit() {
    hasCheckpoint = false
    guard !staged.isEmpty || !stagedDecisions.isEmpty else { return }
    for decision in stagedDecisions { decide(decision) }
    stagedDecisions.removeAll(keepingCapacity: true)
    var batch: [StagedAction] = []
    swap(&batch, &staged)
    for action in batch { change(action) }
    for case .order(let order) in batch where !order.isEntry { send(order) }
    for case .order(let order) in batch where order.isEntry { send(order) }
    if staged.isEmpty {
      batch.removeAll(keepingCapacity: true)
      swap(&batch, &staged)
    }
  }

  /// Drops what a failed callback staged, but for exits, which are carried out.
  mutating func rollBack() {
    stagedDecisions.removeAll(keepingCapacity: true)
    guard hasCheckpoint else {
      staged.removeAll(keepingCapacity: true)
      return
    }
    hasCheckpoint = false
    denialCount = checkpoint.denialCount
    denials.removeLast(denials.count - checkpoint.denialsKept)
    dayEntries = checkpoint.dayEntries
    var exits: [(order: Order, working: WorkingOrder)] = []
    for case .order(let order) in staged {
      if order.isEntry {
        release(order)
      } else {
        exits.append((orders[order.index], order))
      }
    }
    staged.removeAll(keepingCapacity: true)
    orders.truncate(to: checkpoint.orderCount)
    lastNumber = checkpoint.lastNumber
    for exit in exits {
      // The dropped entries gave their numbers back, so the exits that stay are numbered anew.
      lastNumber += 1
      var order = exit.order
      order.number = lastNumber
      var working = exit.working
      working.index = orders.append(order)
      send(working)
    }
  }

  /// Gives back what an order holds.
  mutating func release(_ order: WorkingOrder) {
    let slot = order.instrument.position
    if order.isEntry {
      heldCash -= order.hold.micros
      slots[slot].pendingEntries -= order.remaining
    } else if order.holdsQuantity {
      slots[slot].heldForExits -= order.remaining
    }
  }

  private mutating func change(_ action: StagedAction) {
    switch action {
    case .order: break
    case .cancel(let index):
      guard let position = working.firstIndex(where: { $0.index == index }) else {
        // Asked and taken back in one callback: it is cancelled as soon as it is sent.
        cancelledBeforeSending.append(index)
        return
      }
      if settings.latencyNanoseconds == 0 {
        finish(at: position, .cancelled, reason: nil)
      } else {
        let moment = clock.advanced(byNanoseconds: settings.latencyNanoseconds)
        working[position].cancelAt = moment
      }
    case .modify(let index, let price, let trigger, let quantity, let hold):
      modify(index, price, trigger, quantity, hold)
    case .protect(let instrument, let request):
      apply(request, to: instrument, isEntry: false)
    case .unprotect(let instrument):
      slots[instrument.position].protection = ProtectiveSet()
    }
  }

  private mutating func modify(
    _ index: Int, _ price: Price?, _ trigger: Price?, _ quantity: Int64?, _ hold: Amount
  ) {
    guard let position = working.firstIndex(where: { $0.index == index }) else { return }
    let old = working[position]
    let slot = old.instrument.position
    if let price { working[position].price = price }
    if let trigger { working[position].trigger = trigger }
    if let quantity {
      let remaining = quantity - orders[index].filled
      orders[index].quantity = quantity
      working[position].remaining = remaining
      if old.isEntry {
        slots[slot].pendingEntries += remaining - old.remaining
      } else {
        slots[slot].heldForExits += remaining - old.remaining
      }
    }
    if old.isEntry {
      heldCash += hold.micros - old.hold.micros
      working[position].hold = hold
    }
    working[position].dueAt = clock.advanced(byNanoseconds: settings.latencyNanoseconds)
    orders[index].time = clock
    decide(order: index, kind: .request, price: working[position].price)
    events.append(.order(index: index))
  }

  /// Sends an approved order: it fills at once, or rests.
  mutating func send(_ order: WorkingOrder) {
    decide(order: order.index, kind: .request, price: order.price, trigger: order.trigger)
    if order.cancelsRestingExits { cancelMarkedExits(order.instrument) }
    slots[order.instrument.position].workingCount += 1
    slots[order.instrument.position].needsAttention = true
    working.append(order)
    if let asked = cancelledBeforeSending.firstIndex(of: order.index) {
      cancelledBeforeSending.remove(at: asked)
      finish(at: working.count - 1, .cancelled, reason: nil)
      return
    }
    guard settings.latencyNanoseconds == 0 else { return }
    look(at: working.count - 1)
  }

  private mutating func cancelMarkedExits(_ instrument: InstrumentID) {
    for position in working.indices.reversed()
    where working[position].instrument == instrument && !working[position].isEntry
      && !working[position].holdsQuantity
    {
      finish(at: position, .cancelled, reason: nil)
    }
  }

  /// Ends a working order without a fill.
  mutating func finish(at position: Int, _ event: OrderEvent, reason: Denial?) {
    let order = working.remove(at: position)
    release(order)
    slots[order.instrument.position].workingCount -= 1
    guard let status = orders[order.index].status.after(event) else {
      preconditionFailure("a \(orders[order.index].status) order cannot be \(event)")
    }
    orders[order.index].status = status
    orders[order.index].time = clock
    if let reason {
      orders[order.index].detail = texts.intern(reason.detail)
      failureCodes[order.index] = texts.intern(reason.reason.rawValue)
      decide(order: order.index, kind: .failure, reason: texts.intern(reason.reason.rawValue))
    } else {
      decide(order: order.index, kind: .cancel)
    }
    events.append(.order(index: order.index))
  }

  /// Records a decision.
  mutating func decide(_ decision: Decision) {
    effects.append(.decision(desk: index, decision))
  }

  /// Records a decision about an order.
  mutating func decide(
    order index: Int, kind: Decision.Kind, price: Price? = nil, trigger: Price? = nil,
    quantity: Int64? = nil, reason: TextPool.Index? = nil
  ) {
    let order = orders[index]
    decide(
      Decision(
        sequence: sequence, number: order.number, instrument: order.instrument,
        quantity: quantity ?? order.quantity, price: price, trigger: trigger,
        reason: reason ?? order.reason, tag: order.tag, kind: kind, side: order.side,
        type: order.type))
  }
}
