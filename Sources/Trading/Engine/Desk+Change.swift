import Market
import Money

/// Cancelling and modifying orders that are working or staged.
extension Desk {
  /// Stages the cancellation of a working order.
  ///
  /// - Returns: Nil when it will be done.
  public mutating func cancel(order index: Int, source: String) -> Denial? {
    if let denial = changeDenial(order: index) { return denial }
    staged.append(.cancel(index: index))
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
    if let denial = changeDenial(order: index) { return denial }
    do throws(Denial) {
      if let position = workingPosition(of: index) {
        try stageChange(at: position, price, trigger, quantity)
        return nil
      }
      for (position, action) in staged.enumerated() {
        guard var order = order(of: action), order.index == index else { continue }
        let change = try self.change(of: order, price, trigger, quantity)
        take(change, by: &order)
        staged[position] = .order(order)
        return nil
      }
      return Denial(.notReady, "The order is not working any more.")
    } catch {
      return error
    }
  }

  /// Counts the request and says why the order cannot be changed; nil when it can.
  private mutating func changeDenial(order index: Int) -> Denial? {
    requestsThisTick += 1
    guard requestsThisTick <= Self.requestsPerTick else {
      return Denial(.notReady, "more than \(Self.requestsPerTick) requests in one tick")
    }
    if mode == .halted { return Denial(.halted, "Trading is halted.") }
    guard phase == .open else { return Denial(.notReady, "Orders cannot be changed now.") }
    guard index >= 0, index < orders.count, orders[index].status.isWorking else {
      return Denial(.notReady, "The order is not working any more.")
    }
    guard orders[index].isAsked else {
      return Denial(.notReady, "The order belongs to a protection and cannot be changed.")
    }
    return nil
  }

  private mutating func stageChange(
    at position: Int, _ price: RequestedPrice?, _ trigger: RequestedPrice?,
    _ quantity: RequestedQuantity?
  ) throws(Denial) {
    var order = working[position]
    guard order.holdsQuantity, order.cancelAt == nil else {
      throw Denial(.notReady, "The order is about to be cancelled.")
    }
    let change = try self.change(of: order, price, trigger, quantity)
    staged.append(
      .modify(index: order.index, hold: order.hold, heldUnits: order.heldUnits))
    // Until the change acts, the order may fill under its old terms, so both are held.
    hold(
      max(order.hold, change.hold),
      units: max(order.heldUnits, change.quantity - orders[order.index].filled), for: &order)
    order.changes.append(change)
    working[position] = order
  }

  /// What an order's terms become; checked like a new request.
  private mutating func change(
    of current: WorkingOrder, _ price: RequestedPrice?, _ trigger: RequestedPrice?,
    _ quantity: RequestedQuantity?
  ) throws(Denial) -> OrderChange {
    let order = orders[current.index]
    let last = current.changes.last
    let newPrice = try checkedPrice(price, of: current, isTrigger: false)
    let newTrigger = try checkedPrice(trigger, of: current, isTrigger: true)
    let oldTotal = last?.quantity ?? order.quantity
    var total = oldTotal
    if let quantity {
      guard let number = quantity.wholeNumber, number > order.filled else {
        throw Denial(
          .quantity,
          "Quantity: expected a whole number above the \(order.filled) filled, "
            + "was \(quantity.text)")
      }
      total = number
    }
    var change = OrderChange(
      at: clock.advanced(byNanoseconds: settings.latencyNanoseconds),
      price: newPrice ?? last?.price ?? current.price,
      trigger: newTrigger ?? last?.trigger ?? current.trigger, quantity: total, hold: .zero)
    let remaining = total - order.filled
    if current.isEntry {
      let isMore = total > oldTotal || newPrice != nil || newTrigger != nil
      change.hold = try entryHold(of: change, remaining, current, isMore: isMore)
    } else {
      try checkHeld(remaining, current)
    }
    return change
  }

  private func checkedPrice(
    _ price: RequestedPrice?, of order: WorkingOrder, isTrigger: Bool
  ) throws(Denial) -> Price? {
    let shape = OrderRequest(
      side: order.side, instrument: order.instrument, quantity: .whole(1), type: order.type)
    let checked = try gridPrice(price, of: shape, isTrigger: isTrigger)
    if checked != nil, !(isTrigger ? order.type.hasTrigger : order.type.hasPrice) {
      throw Denial(
        .price, "A \(order.type.text) order has no \(isTrigger ? "trigger" : "price").")
    }
    return checked
  }

  /// The cash a changed entry holds; a change that asks for more passes the gate like a new entry.
  private mutating func entryHold(
    of change: OrderChange, _ remaining: Int64, _ current: WorkingOrder, isMore: Bool
  ) throws(Denial) -> Amount {
    let place = current.instrument.position
    try checkLot(remaining, at: place)
    let unit = try entryUnit(
      side: current.side, price: change.price, trigger: change.trigger, at: place)
    if isMore {
      try checkMoment(at: place)
      let others = Int128(slots[place].pendingEntries) - Int128(current.heldUnits)
      try checkSize(
        after: Int128(slots[place].position.size) + others + Int128(remaining), unit: unit)
    }
    let hold = try hold(quantity: remaining, unit: unit)
    try checkFunds(hold, free: Int128(freeCash.micros) + Int128(current.hold.micros))
    return hold
  }

  private func checkHeld(_ remaining: Int64, _ current: WorkingOrder) throws(Denial) {
    let slot = slots[current.instrument.position]
    let available = slot.position.size - slot.heldForExits + current.heldUnits
    guard remaining > available else { return }
    throw .holding(need: remaining, available: available)
  }

  /// Lets an order hold other cash and units than before.
  private mutating func hold(_ cash: Amount, units: Int64, for order: inout WorkingOrder) {
    release(order)
    order.hold = cash
    order.heldUnits = units
    let place = order.instrument.position
    if order.isEntry {
      heldCash += cash.micros
      slots[place].pendingEntries += units
    } else if order.holdsQuantity {
      slots[place].heldForExits += units
    }
  }

  /// Gives an order its new terms.
  private mutating func take(_ change: OrderChange, by order: inout WorkingOrder) {
    let remaining = change.quantity - orders[order.index].filled
    order.price = change.price
    order.trigger = change.trigger
    order.remaining = remaining
    orders[order.index].quantity = change.quantity
    orders[order.index].time = clock
    // What it holds from now on is the most that these terms or later ones need.
    let cash = order.changes.reduce(change.hold) { max($0, $1.hold) }
    let units = order.changes.reduce(remaining) {
      max($0, $1.quantity - orders[order.index].filled)
    }
    hold(cash, units: units, for: &order)
  }

  /// Lets the newest change of an order go on its way; without latency it acts at once.
  mutating func sendChange(of index: Int) {
    guard let position = workingPosition(of: index), let change = working[position].changes.last
    else { return }
    decide(
      order: index, kind: .request, price: change.price, trigger: change.trigger,
      quantity: change.quantity)
    guard settings.latencyNanoseconds <= 0 else { return }
    look(at: position)
  }

  /// Lets changes of an order act whose moment has come.
  mutating func takeDueChanges(at position: Int) {
    while let change = working[position].changes.first, change.at <= clock {
      var order = working[position]
      order.changes.removeFirst()
      take(change, by: &order)
      working[position] = order
      if tellsEvents { events.append(.order(index: order.index)) }
    }
  }

  /// Takes back the changes that a failed callback asked for.
  mutating func takeBackChanges() {
    for case .modify(let index, let cash, let units) in staged.reversed() {
      guard let position = workingPosition(of: index) else { continue }
      var order = working[position]
      order.changes.removeLast()
      hold(cash, units: units, for: &order)
      working[position] = order
    }
  }
}
