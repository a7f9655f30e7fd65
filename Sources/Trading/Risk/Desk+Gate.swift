import Market
import Money

/// What the gate approved: prices on the grid and the cash to hold.
struct ApprovedRequest {
  var quantity: Int64
  var price: Price?
  var trigger: Price?
  var isEntry: Bool
  var hold: Amount
}

extension Desk {
  /// The one gate: every request of a script, a person or the API passes it, in this order of
  /// precedence.
  func approve(_ request: OrderRequest) throws(Denial) -> ApprovedRequest {
    if mode == .halted { throw Denial(.halted, "Trading is halted.") }
    if phase == .closed {
      throw Denial(.notReady, "Orders are taken from the first tick to the last, not now.")
    }
    let quantity = try checkedQuantity(request.quantity)
    let price = try gridPrice(request.price, of: request, isTrigger: false)
    let trigger = try gridPrice(request.trigger, of: request, isTrigger: true)
    let slot = slots[request.instrument.position]
    let instrument = instruments[request.instrument.position]
    guard slot.sequence > 0 else {
      throw Denial(.notReady, "No price of \(instrument.symbol) yet.")
    }
    let isEntry = try classify(request, quantity: quantity, slot: slot)
    var approved = ApprovedRequest(
      quantity: quantity, price: price, trigger: trigger, isEntry: isEntry, hold: .zero)
    guard isEntry else { return approved }
    try checkLot(quantity, instrument)
    try checkMoment(slot, instrument)
    try checkLimits(quantity, request, slot)
    try checkSides(request.protection, isLong: request.side == .buy, slot: slot)
    approved.hold = try hold(
      side: request.side, quantity: quantity, price: price, trigger: trigger, slot: slot)
    try checkFunds(approved.hold)
    return approved
  }

  private func checkedQuantity(_ quantity: RequestedQuantity) throws(Denial) -> Int64 {
    switch quantity {
    case .whole(let number) where number > 0: return number
    case .whole(let number):
      throw Denial(.quantity, "Quantity: expected a whole number above zero, was \(number)")
    case .invalid(let text):
      throw Denial(.quantity, "Quantity: expected a whole number above zero, was \(text)")
    }
  }

  /// Limits go to the passive side (a buy's down, a sell's up), triggers away from the market (a buy
  /// stop's up, a sell stop's down).
  func gridPrice(_ price: RequestedPrice?, of request: OrderRequest, isTrigger: Bool)
    throws(Denial) -> Price?
  {
    guard let price else { return nil }
    let name = isTrigger ? "Trigger" : "Price"
    guard case .nanos(let nanos) = price else {
      guard case .invalid(let text) = price else { return nil }
      throw Denial(.price, "\(name): expected a price above zero, was \(text)")
    }
    let increment = instruments[request.instrument.position].increment
    let rounding: PriceGrid.Rounding =
      (request.side == .buy) == isTrigger ? .up : .down
    guard
      let snapped = PriceGrid.snap(nanos: nanos, increment: increment, rounding: rounding)
    else {
      throw Denial(.price, "\(name): expected at least one increment of \(increment)")
    }
    return snapped
  }

  /// Whether the request opens or increases; exits must be covered by what is held and free.
  private func classify(_ request: OrderRequest, quantity: Int64, slot: Slot) throws(Denial)
    -> Bool
  {
    let held = slot.position.quantity
    let isExit = request.side == .sell ? held > 0 : held < 0
    if isExit {
      let resting = request.cancelsRestingExits ? restingExitQuantity(request.instrument) : 0
      let available = slot.position.size - slot.heldForExits + resting
      if quantity <= available { return false }
      if !(request.opensAfterClose && available == 0) {
        throw .holding(need: quantity, available: available)
      }
    }
    if request.cancelsRestingExits {
      throw .holding(need: quantity, available: 0)
    }
    if request.side == .sell, !declaration.allowsShort {
      throw .holding(need: quantity, available: 0)
    }
    return true
  }

  private func checkLot(_ quantity: Int64, _ instrument: Instrument) throws(Denial) {
    guard quantity % instrument.lot != 0 else { return }
    throw Denial(
      .lotSize, "Quantity: expected a multiple of the lot \(instrument.lot), was \(quantity)")
  }

  private func checkMoment(_ slot: Slot, _ instrument: Instrument) throws(Denial) {
    if mode == .exitOnly { throw Denial(.exitOnly, "Only exits are taken.") }
    let age = clock.nanoseconds - slot.tick.time.nanoseconds
    if age > settings.stalenessNanoseconds {
      let seconds = age / EventTime.nanosecondsPerSecond
      let limit = settings.stalenessNanoseconds / EventTime.nanosecondsPerSecond
      throw Denial(
        .staleFeed,
        "The last price of \(instrument.symbol) is \(seconds) s old, expected at most \(limit) s")
    }
    if let calendar = settings.calendar, let segment = slot.segment,
      !calendar.isOpen(segment, at: clock)
    {
      throw Denial(.sessionClosed, "The session of \(instrument.symbol) is closed.")
    }
    let second = IndianTime(clock).secondOfDay
    if let last = declaration.noEntryAfterSecond, second >= last {
      throw Denial(.noEntryAfter, "No entries from \(clockText(last)) on.")
    }
    if let squareOff = slot.squareOffSecond, second >= squareOff {
      throw Denial(.noEntryAfter, "No entries after the square-off at \(clockText(squareOff)).")
    }
  }

  private func clockText(_ second: Int64) -> String {
    IndianTime(day: 0, secondOfDay: second).clockText
  }

  private func checkLimits(_ quantity: Int64, _ request: OrderRequest, _ slot: Slot)
    throws(Denial)
  {
    let limits = declaration.limits
    if let limit = limits.maxLoss,
      isLossLimitHit || ledger.portfolio.micros - dayStart.micros <= -limit.micros
    {
      throw Denial(.maxLoss, "The day's loss has reached \(limit.rupeeText).")
    }
    if let limit = limits.maxOrders, dayEntries >= limit {
      throw Denial(.maxOrders, "Entries today: expected at most \(limit), this is one more.")
    }
    if let limit = limits.maxPositions, !slot.position.isOpen, slot.pendingEntries == 0 {
      let busy = slots.count { $0.position.isOpen || $0.pendingEntries > 0 }
      if busy >= limit {
        throw Denial(.maxPositions, "Open positions: expected at most \(limit), are \(busy)")
      }
    }
    if let limit = limits.cooldownSeconds, let last = slot.lastExit {
      let elapsed = clock.nanoseconds - last.nanoseconds
      if elapsed < limit.multipliedReportingOverflow(by: EventTime.nanosecondsPerSecond).partialValue {
        throw Denial(
          .cooldown,
          "The last exit was \(elapsed / EventTime.nanosecondsPerSecond) s ago, expected \(limit) s")
      }
    }
    let after = Int128(slot.position.size) + Int128(slot.pendingEntries) + Int128(quantity)
    if let limit = limits.maxQuantity, after > Int128(limit) {
      throw Denial(.maxQuantity, "Quantity after the order: expected at most \(limit), was \(after)")
    }
    if let limit = limits.maxNotional {
      let price = request.side == .buy ? slot.tick.ask : slot.tick.bid
      if after * Int128(price.micros) > Int128(limit.micros) {
        throw Denial(
          .maxNotional, "Value after the order: expected at most \(limit.rupeeText), would be more")
      }
    }
  }

  /// Whether price levels lie on their side of the last price.
  func checkSides(_ request: ProtectionRequest?, isLong: Bool, slot: Slot) throws(Denial) {
    guard let request else { return }
    if let stop = request.stopLoss {
      try checkSide(stop, mustBeBelow: isLong, name: "stop-loss", slot: slot)
    }
    for target in request.targets ?? [] {
      try checkSide(target.level, mustBeBelow: !isLong, name: "take-profit", slot: slot)
    }
  }

  private func checkSide(_ level: LevelRequest, mustBeBelow: Bool, name: String, slot: Slot)
    throws(Denial)
  {
    guard case .price(let requested) = level else { return }
    guard case .nanos(let nanos) = requested else {
      guard case .invalid(let text) = requested else { return }
      throw Denial(.price, "\(name): expected a price above zero, was \(text)")
    }
    let increment = instruments[slot.tick.instrument.position].increment
    guard
      let price = PriceGrid.snap(
        nanos: nanos, increment: increment, rounding: mustBeBelow ? .down : .up)
    else {
      throw Denial(.price, "\(name): expected at least one increment of \(increment)")
    }
    let ltp = slot.tick.ltp
    if mustBeBelow ? price < ltp : price > ltp { return }
    throw Denial(
      .stopSide,
      "\(name): expected \(mustBeBelow ? "below" : "above") the last price \(ltp), was \(price)")
  }

  /// The cash an entry holds: its value at the ask, the limit or the trigger, and its commission.
  func hold(side: OrderSide, quantity: Int64, price: Price?, trigger: Price?, slot: Slot)
    throws(Denial) -> Amount
  {
    var unit = side == .buy ? slot.tick.ask : slot.tick.bid
    if let price {
      unit = price
    } else if let trigger {
      unit = max(unit, trigger)
    }
    do throws(MoneyError) {
      let value = try unit.value(of: quantity)
      return try value.adding(settings.commissionRate.charge(on: value))
    } catch {
      throw Denial(.quantity, "Quantity: the value of \(quantity) at \(unit) is out of range")
    }
  }

  private func checkFunds(_ need: Amount) throws(Denial) {
    let free = freeCash
    guard need > free else { return }
    throw .balance(need: need, available: free)
  }

  /// The wallet less what working and staged entries hold.
  var freeCash: Amount { Amount(micros: ledger.wallet.micros - heldCash) }

  /// Units of resting exits of a symbol that `close()` would take back.
  func restingExitQuantity(_ instrument: InstrumentID) -> Int64 {
    working.reduce(0) { sum, order in
      order.instrument == instrument && !order.isEntry && order.holdsQuantity && order.isResting
        ? sum + order.remaining : sum
    }
  }
}
