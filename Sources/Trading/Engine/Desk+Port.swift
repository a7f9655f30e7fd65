public import Market
import Money

extension Desk: DeskPort {
  /// Stages the cancellation of a working order.
  ///
  /// - Returns: Nil when it will be done.
  public mutating func cancel(order index: Int, source: String) -> Denial? {
    if let denial = changeDenial(order: index) { return denial }
    staged.append(.cancel(index: index))
    return nil
  }

  /// Why an order cannot be changed; nil when it can.
  private func changeDenial(order index: Int) -> Denial? {
    if mode == .halted { return Denial(.halted, "Trading is halted.") }
    guard phase == .open else { return Denial(.notReady, "Orders cannot be changed now.") }
    guard index >= 0, index < orders.count, orders[index].status.isWorking else {
      return Denial(.notReady, "The order is not working any more.")
    }
    return nil
  }

  /// Stages a change of a working order.
  ///
  /// - Returns: Nil when it will be done.
  public mutating func modify(
    order index: Int, price: RequestedPrice?, trigger: RequestedPrice?,
    quantity: RequestedQuantity?
  ) -> Denial? {
    if let denial = changeDenial(order: index) { return denial }
    guard let current = workingOrder(at: index) else {
      return Denial(.notReady, "The order is not working any more.")
    }
    do throws(Denial) {
      staged.append(try modification(of: current, price, trigger, quantity))
      return nil
    } catch {
      return error
    }
  }

  private func workingOrder(at index: Int) -> WorkingOrder? {
    if let order = working.first(where: { $0.index == index }) { return order }
    for case .order(let order) in staged where order.index == index { return order }
    return nil
  }

  private func modification(
    of current: WorkingOrder, _ price: RequestedPrice?, _ trigger: RequestedPrice?,
    _ quantity: RequestedQuantity?
  ) throws(Denial) -> StagedAction {
    let order = orders[current.index]
    let shape = OrderRequest(
      side: current.side, instrument: current.instrument, quantity: .whole(1), type: current.type)
    let newPrice = try gridPrice(price, of: shape, isTrigger: false)
    let newTrigger = try gridPrice(trigger, of: shape, isTrigger: true)
    if newPrice != nil, !current.type.hasPrice {
      throw Denial(.price, "A \(current.type.text) order has no price.")
    }
    if newTrigger != nil, !current.type.hasTrigger {
      throw Denial(.price, "A \(current.type.text) order has no trigger.")
    }
    var total = order.quantity
    if let quantity {
      guard let number = quantity.wholeNumber, number > order.filled else {
        throw Denial(
          .quantity, "Quantity: expected a whole number above the \(order.filled) already filled")
      }
      total = number
    }
    let remaining = total - order.filled
    let slot = slots[current.instrument.position]
    var hold = Amount.zero
    if current.isEntry {
      hold = try self.hold(
        side: current.side, quantity: remaining, price: newPrice ?? current.price,
        trigger: newTrigger ?? current.trigger, slot: slot)
      let free = freeCash.micros + current.hold.micros
      if hold.micros > free {
        throw .balance(need: hold, available: Amount(micros: free))
      }
    } else {
      let available = slot.position.size - slot.heldForExits + current.remaining
      if remaining > available {
        throw .holding(need: remaining, available: available)
      }
    }
    return .modify(
      index: current.index, price: newPrice, trigger: newTrigger, quantity: quantity == nil ? nil : total,
      hold: hold)
  }

  /// Stages a change of a position's protection.
  public mutating func protect(_ instrument: InstrumentID, _ request: ProtectionRequest)
    -> ProtectionVerdict
  {
    let slot = slots[instrument.position]
    guard phase == .open, slot.position.isOpen else {
      return .denied(Denial(.notReady, "No open position to protect."))
    }
    if request.needsRisk, !slot.protection.hasRisk,
      request.stopLoss.map(\.needsRisk) ?? true
    {
      return .misuse("R() needs a stop-loss to measure by")
    }
    do throws(Denial) {
      try checkSides(request, isLong: slot.position.isLong, slot: slot)
      try checkDistances(request, slot: slot)
    } catch {
      return .denied(error)
    }
    staged.append(.protect(instrument, request))
    return .accepted
  }

  /// Whether levels at a distance from the average lie on their side of the last price.
  private func checkDistances(_ request: ProtectionRequest, slot: Slot) throws(Denial) {
    let isLong = slot.position.isLong
    var levels: [(level: LevelRequest, isBelow: Bool)] = []
    if let stop = request.stopLoss { levels.append((stop, isLong)) }
    for target in request.targets ?? [] { levels.append((target.level, !isLong)) }
    for (level, isBelow) in levels {
      guard case .distance = level,
        let price = resolve(level, isBelow: isBelow, slot: slot)
      else { continue }
      if isBelow ? price < slot.tick.ltp : price > slot.tick.ltp { continue }
      throw Denial(
        .stopSide,
        "expected \(isBelow ? "below" : "above") the last price \(slot.tick.ltp), was \(price)")
    }
  }

  /// Stages the removal of a position's protection, its rule included.
  public mutating func unprotect(_ instrument: InstrumentID) {
    staged.append(.unprotect(instrument))
  }

  /// Sets a timer; nil when there are too many.
  public mutating func setTimer(_ schedule: TimerSchedule) -> Int32? {
    guard timers.count < Self.timersAtOnce else { return nil }
    let id = nextTimerID
    nextTimerID += 1
    var timer = DeskTimer(id: id, next: clock, schedule: schedule)
    if hasTime { timer.next = firstFiring(of: schedule) }
    timers.append(timer)
    refreshNextDue()
    return id
  }

  /// Cancels a timer; whether it was still set.
  public mutating func cancelTimer(_ id: Int32) -> Bool {
    guard let position = timers.firstIndex(where: { $0.id == id }) else { return false }
    timers.remove(at: position)
    refreshNextDue()
    return true
  }
}
