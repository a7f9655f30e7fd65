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
    if !stagedDecisions.isEmpty {
      for decision in stagedDecisions { decide(decision) }
      stagedDecisions.removeAll(keepingCapacity: true)
    }
    // Most callbacks that ask for something ask for one order.
    if staged.count == 1, case .market(let index, let hold, let cancelsRestingExits) = staged[0] {
      _ = staged.removeLast()
      return send(marketOrder(index, hold: hold, cancelsRestingExits: cancelsRestingExits))
    }
    var batch: [StagedAction] = []
    swap(&batch, &staged)
    for action in batch { change(action) }
    for action in batch {
      if let order = order(of: action), !order.isEntry { send(order) }
    }
    for action in batch {
      if let order = order(of: action), order.isEntry { send(order) }
    }
    cancelledBeforeSending.removeAll(keepingCapacity: true)
    if staged.isEmpty {
      batch.removeAll(keepingCapacity: true)
      swap(&batch, &staged)
    }
  }

  /// Drops what a failed callback staged, but for exits, which are carried out.
  mutating func rollBack() {
    stagedDecisions.removeAll(keepingCapacity: true)
    takeBackChanges()
    guard hasCheckpoint else {
      staged.removeAll(keepingCapacity: true)
      return
    }
    hasCheckpoint = false
    denialCount = checkpoint.denialCount
    denials.removeLast(denials.count - checkpoint.denialsKept)
    dayEntries = checkpoint.dayEntries
    var exits: [(order: Order, working: WorkingOrder)] = []
    var cancelled: [Int] = []
    for action in staged {
      if case .cancel(let index) = action { cancelled.append(index) }
      guard let order = order(of: action) else { continue }
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
      if cancelled.contains(exit.working.index) { cancelledBeforeSending.append(working.index) }
      send(working)
    }
    cancelledBeforeSending.removeAll(keepingCapacity: true)
  }

  /// Gives back what an order holds.
  mutating func release(_ order: WorkingOrder) {
    let slot = order.instrument.position
    if order.isEntry {
      heldCash -= order.hold.micros
      slots[slot].pendingEntries -= order.heldUnits
    } else if order.holdsQuantity {
      slots[slot].heldForExits -= order.heldUnits
    }
  }

  private mutating func change(_ action: StagedAction) {
    switch action {
    case .order, .market: break
    case .cancel(let index):
      guard let position = workingPosition(of: index) else {
        // Asked and taken back in one callback: it is cancelled as soon as it is sent.
        cancelledBeforeSending.append(index)
        return
      }
      cancelWorking(at: position)
    case .modify(let index, _, _):
      sendChange(of: index)
    case .protect(let instrument, let request):
      apply(request, to: instrument, isEntry: false)
    case .unprotect(let instrument):
      slots[instrument.position].protection = ProtectiveSet()
    }
  }

  /// Cancels a working order, now or once the latency has passed.
  private mutating func cancelWorking(at position: Int) {
    guard settings.latencyNanoseconds > 0 else {
      finish(at: position, .cancelled, reason: nil)
      return
    }
    guard working[position].cancelAt == nil else { return }
    working[position].cancelAt = clock.advanced(byNanoseconds: settings.latencyNanoseconds)
  }

  /// Where an order is among the working ones; nil when it is not.
  func workingPosition(of index: Int) -> Int? {
    // They are few and sorted, and those asked about are mostly young.
    working.lastIndex { $0.index == index }
  }

  /// Sends an approved order: it fills at once, or rests.
  mutating func send(_ order: WorkingOrder) {
    decide(order: order.index, kind: .request, price: order.price, trigger: order.trigger)
    if order.cancelsRestingExits { cancelMarkedExits(order.instrument) }
    if let price = priceAtOnce(of: order) {
      return deal(order, at: price)
    }
    slots[order.instrument.position].workingCount += 1
    slots[order.instrument.position].needsAttention = true
    // Exits are sent before entries asked earlier; working orders are looked at in order of id.
    let position = (working.lastIndex { $0.index < order.index } ?? -1) + 1
    working.insert(order, at: position)
    if cancelledBeforeSending.contains(order.index) {
      cancelWorking(at: position)
      return
    }
    guard settings.latencyNanoseconds <= 0 else { return }
    look(at: position)
  }

  /// The price at which an order fills as it is sent, without ever waiting; nil for all others.
  private mutating func priceAtOnce(of order: WorkingOrder) -> Price? {
    guard order.type == .market, settings.latencyNanoseconds <= 0, cancelledBeforeSending.isEmpty,
      order.isEntry || order.holdsQuantity
    else { return nil }
    let place = order.instrument.position
    let market = order.side == .buy ? slots[place].tick.ask : slots[place].tick.bid
    return market > .zero ? market : nil
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
    end(takeOut(at: position), event, reason: reason)
  }

  /// Takes an order out of those that are working.
  mutating func takeOut(at position: Int) -> WorkingOrder {
    let order = working.remove(at: position)
    slots[order.instrument.position].workingCount -= 1
    return order
  }

  /// Ends an order that is not working (any more) without a fill.
  mutating func end(_ order: WorkingOrder, _ event: OrderEvent, reason: Denial?) {
    release(order)
    let place = order.instrument.position
    slots[place].needsAttention = slots[place].position.isOpen || slots[place].workingCount > 0
    guard let status = orders[order.index].status.after(event) else {
      preconditionFailure("a \(orders[order.index].status) order cannot be \(event)")
    }
    orders[order.index].status = status
    orders[order.index].time = clock
    if let reason {
      orders[order.index].detail = texts.intern(reason.detail)
      orders[order.index].failure = reason.reason
      decide(order: order.index, kind: .failure, reason: texts.intern(reason.reason.rawValue))
    } else {
      decide(order: order.index, kind: .cancel)
    }
    if tellsEvents { events.append(.order(index: order.index)) }
  }

  /// Records a decision.
  mutating func decide(_ decision: Decision) {
    if gathersDecisions {
      decisions.append(decision)
    } else {
      effects.append(.decision(desk: index, decision))
    }
  }

  /// Records a decision about an order.
  mutating func decide(
    order index: Int, kind: Decision.Kind, price: Price? = nil, trigger: Price? = nil,
    quantity: Int64? = nil, reason: TextPool.Index? = nil
  ) {
    decide(
      orders[index].decision(
        kind, sequence: sequence, price: price, trigger: trigger, quantity: quantity,
        reason: reason))
  }
}
