import Market
import Money

extension Desk {
  /// Looks at the protection of an open position on its symbol's tick: stop, targets, time exit, in
  /// this order, and sells what fires.
  mutating func lookAtProtection(of instrument: InstrumentID) {
    let place = instrument.position
    guard slots[place].position.openedSequence < sequence else { return }
    let isLong = slots[place].position.isLong
    let ltp = slots[place].tick.ltp
    advanceTrail(place, isLong: isLong, ltp: ltp)
    if let stop = slots[place].protection.stop, isLong ? ltp <= stop.price : ltp >= stop.price {
      let reason: OrderReason = stop.kind == .trailing ? .trailing : .stopLoss
      leave(place, quantity: .max, reason: reason, source: stop.source)
      return
    }
    if !slots[place].protection.targets.isEmpty {
      lookAtTargets(place, isLong: isLong, ltp: ltp)
      guard slots[place].position.isOpen else { return }
    }
    if let moment = slots[place].protection.timeExit, clock >= moment {
      let source = slots[place].protection.timeExitSource
      leave(place, quantity: .max, reason: .timeExit, source: source)
      return
    }
    if let second = slots[place].squareOffSecond, IndianTime(clock).secondOfDay >= second {
      leave(place, quantity: .max, reason: .squareOff, source: 0)
    }
  }

  private mutating func lookAtTargets(_ place: Int, isLong: Bool, ltp: Price) {
    var position = 0
    while position < slots[place].protection.targets.count {
      let target = slots[place].protection.targets[position]
      // A target stays while everything is already on its way out: that may yet be taken back.
      guard isLong ? ltp >= target.level.price : ltp <= target.level.price,
        slots[place].position.size > unitsOnTheirWay(place)
      else {
        position += 1
        continue
      }
      slots[place].protection.targets.remove(at: position)
      let isLast = slots[place].protection.targets.isEmpty
      let quantity = target.takesRest && isLast ? Int64.max : target.quantity
      leave(place, quantity: quantity, reason: .takeProfit, source: target.level.source)
      guard slots[place].position.isOpen else { return }
    }
  }

  /// Moves trailing and breakeven stops after a new last price.
  private mutating func advanceTrail(_ place: Int, isLong: Bool, ltp: Price) {
    if let breakeven = slots[place].protection.breakeven,
      isLong ? ltp >= breakeven.activation : ltp <= breakeven.activation
    {
      slots[place].protection.breakeven = nil
      tighten(place, to: breakeven.stop, kind: .stopLoss, source: breakeven.source)
    }
    guard let trail = slots[place].protection.trail else { return }
    let best = slots[place].position.best
    if let activation = trail.activation, isLong ? best < activation : best > activation { return }
    let arithmetic = LevelArithmetic(
      price: best, protection: slots[place].protection, increment: instruments[place].increment)
    let rounding: PriceGrid.Rounding = isLong ? .down : .up
    guard let level = arithmetic.level(trail.by, isAbove: !isLong, rounding: rounding) else {
      return
    }
    if let step = trail.step, let now = slots[place].protection.stop {
      // The step is a length: what lies between the best price and the best price less the step.
      guard
        let mark = arithmetic.level(
          step, isAbove: !isLong, rounding: rounding, grid: Instrument.finestIncrement)
      else { return }
      let length = isLong ? best.micros - mark.micros : mark.micros - best.micros
      let move = isLong ? level.micros - now.price.micros : now.price.micros - level.micros
      if move < length { return }
    }
    tighten(place, to: level, kind: .trailing, source: trail.source)
  }

  /// Sets the stop when that moves it toward profit.
  mutating func tighten(
    _ place: Int, to price: Price, kind: ProtectiveLevel.Kind, source: TextPool.Index,
    allowsWidening: Bool = false
  ) {
    let isLong = slots[place].position.isLong
    if let now = slots[place].protection.stop, !allowsWidening,
      isLong ? price <= now.price : price >= now.price
    {
      return
    }
    if slots[place].protection.stop?.price == price, slots[place].protection.stop?.kind == kind {
      return
    }
    slots[place].protection.stop = ProtectiveLevel(price: price, kind: kind, source: source)
    measureRisk(place, stop: price)
    decideLevel(place, kind: .stopLevel, price: price)
  }

  /// The first stop of a position is the measure of its risk.
  private mutating func measureRisk(_ place: Int, stop: Price) {
    guard !slots[place].protection.hasRisk else { return }
    let position = slots[place].position
    let size = position.size
    let distance = Int128(position.cost.micros) - Int128(stop.micros) * Int128(size)
    slots[place].protection.riskNumerator = distance < 0 ? -distance : distance
    slots[place].protection.riskDenominator = size
  }

  mutating func decideLevel(_ place: Int, kind: Decision.Kind, price: Price) {
    decide(
      Decision(
        sequence: sequence, instrument: instruments[place].id,
        quantity: slots[place].position.size, price: price,
        reason: texts.intern(kind == .targetLevel ? "take_profit" : "stop_loss"), kind: kind))
  }

  /// Sells (or covers) now, up to what is not already on its way out.
  ///
  /// Resting exits of the symbol are taken back first, the youngest first, as far as their units are
  /// needed: protection sells what is there.
  mutating func leave(
    _ place: Int, quantity: Int64, reason: OrderReason, source: TextPool.Index, detail: String = ""
  ) {
    let instrument = instruments[place].id
    let wanted = min(quantity, slots[place].position.size)
    for position in working.indices.reversed()
    where working[position].instrument == instrument && !working[position].isEntry
      && working[position].isResting
    {
      if slots[place].position.size - slots[place].heldForExits >= wanted { break }
      finish(at: position, .cancelled, reason: nil)
    }
    let amount = min(wanted, slots[place].position.size - slots[place].heldForExits)
    guard amount > 0 else { return }
    let side: OrderSide = slots[place].position.isLong ? .sell : .buy
    let terms = OrderTerms(
      side: side, instrument: instrument, type: .market, quantity: amount)
    let labels = OrderLabels(
      tag: slots[place].position.tag, source: source, reason: texts.intern(reason.text))
    let (index, order) = open(
      terms, ApprovedRequest(isEntry: false, hold: .zero), labels, isAsked: false)
    if !detail.isEmpty { orders[index].detail = texts.intern(detail) }
    send(order)
  }

  /// Units of exits that wait for the latency, not for a price.
  private func unitsOnTheirWay(_ place: Int) -> Int64 {
    guard settings.latencyNanoseconds > 0 else { return 0 }
    let instrument = instruments[place].id
    return working.reduce(0) { sum, order in
      order.instrument == instrument && !order.isEntry && !order.isResting
        ? sum + order.heldUnits : sum
    }
  }

  /// Sells every open position now.
  mutating func leaveAll(reason: OrderReason) {
    for place in slots.indices where slots[place].position.isOpen {
      leave(place, quantity: .max, reason: reason, source: 0)
    }
  }

  /// Whether the day's loss limit is reached; then resting entries end and all is sold.
  mutating func lookAtLossLimit() {
    isLossCheckDue = false
    guard let limit = declaration.limits.maxLoss else { return }
    if !isLossLimitHit {
      guard dayResult <= -Int128(limit.micros) else { return }
      isLossLimitHit = true
      for position in working.indices.reversed()
      where working[position].isEntry && working[position].isResting {
        finish(at: position, .cancelled, reason: nil)
      }
    }
    // Also later that day: an entry that was on its way may still have opened something.
    leaveAll(reason: .limit("max_loss"))
  }

  /// The day's realized and unrealized profit, in millionths.
  var dayResult: Int128 { Int128(ledger.portfolio.micros) - Int128(dayStart.micros) }
}
