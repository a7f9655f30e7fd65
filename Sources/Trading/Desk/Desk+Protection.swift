import Market
import Money

/// Protection at work: what fires is sold.
extension Desk {
  /// A position as protection looks at it.
  @inline(__always)
  private mutating func held(_ place: Int) -> Protection.Held {
    Protection.Held(
      place: place, position: book.holdings[place].position, ltp: book.holdings[place].tick.ltp,
      increment: gate.instruments[place].increment, lot: gate.instruments[place].lot)
  }

  /// Looks at the protection of an open position on its symbol's tick: stop, targets, time exit,
  /// square-off, in this order, and sells what fires.
  mutating func lookAtProtection(of instrument: InstrumentID) {
    let place = instrument.position
    guard book.holdings[place].position.openedSequence < sequence else { return }
    let isLong = book.holdings[place].position.isLong
    let ltp = book.holdings[place].tick.ltp
    if protection.moves(place) {
      protection.advance(held(place))
      writeMoves()
    }
    if let stop = protection.firedStop(place, isLong: isLong, ltp: ltp) {
      return leave(place, stop)
    }
    if protection.hasTargets(place) {
      lookAtTargets(place, isLong: isLong, ltp: ltp)
      guard book.holdings[place].position.isOpen else { return }
    }
    if let timeExit = protection.firedTimeExit(place, at: clock) { return leave(place, timeExit) }
    if agenda.isSquaredOff(place, at: clock) {
      leave(place, quantity: .max, reason: .squareOff, source: 0)
    }
  }

  private mutating func lookAtTargets(_ place: Int, isLong: Bool, ltp: Price) {
    var position = 0
    // A target stays while everything is already on its way out: that may yet be taken back.
    while book.holdings[place].position.size > unitsOnTheirWay(place),
      let target = protection.firedTarget(place, from: &position, isLong: isLong, ltp: ltp)
    {
      leave(place, target)
      guard book.holdings[place].position.isOpen else { return }
    }
  }

  /// Units of exits that wait for an answer, not for a price.
  private func unitsOnTheirWay(_ place: Int) -> Int64 {
    if exchange?.isImmediate == true { return 0 }
    let instrument = gate.instruments[place].id
    return orders.working.reduce(0) { sum, order in
      order.instrument == instrument && !order.isEntry && !order.isResting
        ? sum + order.heldUnits : sum
    }
  }

  /// Gives a position that an entry opened or increased its protection.
  mutating func protectEntry(_ request: ProtectionRequest?, at place: Int) {
    guard request != nil || !protection.isBare(place) else { return }
    protection.anchorAgain(held(place))
    if let request {
      apply(request, at: place, isEntry: true)
    } else {
      protection.shareOut(held(place))
    }
  }

  /// Applies a protection request to an open position.
  mutating func apply(_ request: ProtectionRequest, at place: Int, isEntry: Bool = false) {
    guard book.holdings[place].position.isOpen else { return }
    let source = texts.intern(request.source)
    let moment = request.timeExit.map { self.moment(of: $0, at: place) }
    protection.apply(
      request, to: held(place), isEntry: isEntry, source: source, timeExit: moment)
    writeMoves()
  }

  private func moment(of timeExit: ProtectionRequest.TimeExit, at place: Int) -> EventTime {
    switch timeExit {
    case .after(let seconds):
      let (delta, overflow) = seconds.multipliedReportingOverflow(
        by: EventTime.nanosecondsPerSecond)
      return book.holdings[place].position.openedAt.advanced(
        byNanoseconds: overflow ? .max : delta)
    case .at(let second):
      return Agenda.moment(atSecond: second, from: clock) { today in
        let next = gate.segments[place].flatMap { segment in
          gate.settings.calendar?.nextTradingDay(of: segment, after: CivilDate(day: today))?
            .dayNumber
        }
        return next ?? today + 1
      }
    }
  }

  /// Writes down the levels that were set or moved.
  private mutating func writeMoves() {
    guard !protection.moves.isEmpty else { return }
    for move in protection.moves {
      outbox.decide(
        Decision(
          sequence: sequence, instrument: gate.instruments[move.place].id, quantity: move.units,
          price: move.price,
          reason: texts.intern(move.kind == .targetLevel ? "take_profit" : "stop_loss"),
          kind: move.kind))
    }
    protection.forgetMoves()
  }

  /// Carries out what a rule decided for its position.
  mutating func follow(_ decision: RuleDecision, at place: Int) {
    guard book.holdings[place].position.isOpen else { return }
    switch decision {
    case .keep:
      break
    case .levels(let stop, let target, let source):
      let request = ProtectionRequest(
        stopLoss: stop, targets: target.map { [ProtectionRequest.Target(level: $0)] },
        source: source)
      apply(request, at: place)
    case .exit(let text, let source):
      let name = protection[place].rule?.name ?? ""
      leave(
        place, quantity: .max, reason: .rule(name), source: texts.intern(source), detail: text)
    }
  }

  // MARK: Exits that the engine owes

  private mutating func leave(_ place: Int, _ firing: Protection.Firing) {
    leave(place, quantity: firing.units, reason: firing.reason, source: firing.source)
  }

  /// Sells (or covers) now, up to what is not already on its way out.
  ///
  /// Resting exits of the symbol are taken back first, the youngest first, as far as their units are
  /// needed: protection sells what is there.
  mutating func leave(
    _ place: Int, quantity: Int64, reason: OrderReason, source: TextPool.Index, detail: String = ""
  ) {
    let instrument = gate.instruments[place].id
    let wanted = min(quantity, book.holdings[place].position.size)
    for position in orders.working.indices.reversed()
    where orders.working[position].instrument == instrument && !orders.working[position].isEntry
      && orders.working[position].isResting
    {
      if book.holdings[place].position.size - orders.loads[place].exits >= wanted { break }
      withdraw(orders.working[position].index)
    }
    let amount = min(wanted, book.holdings[place].position.size - orders.loads[place].exits)
    guard amount > 0 else { return }
    let terms = OrderTerms(
      side: book.holdings[place].position.isLong ? .sell : .buy, instrument: instrument,
      type: .market, quantity: amount)
    let labels = OrderTexts(
      tag: book.holdings[place].position.tag, source: source, reason: texts.intern(reason.text))
    let approved = gate.approve(owed: terms, circumstances(of: place))
    let index = enter(approved, labels, isAsked: false)
    if !detail.isEmpty { orders.annotate(index, detail: texts.intern(detail)) }
    send(StagedOrder(index: index, approved: approved))
  }

  /// Sells every open position now.
  mutating func leaveAll(reason: OrderReason) {
    for place in book.holdings.indices where book.holdings[place].position.isOpen {
      leave(place, quantity: .max, reason: reason, source: 0)
    }
  }

  /// Whether the day's loss limit is reached; then resting entries end and all is sold.
  mutating func lookAtLossLimit() {
    book.day.isLossCheckDue = false
    guard let limit = gate.declaration.limits.maxLoss else { return }
    if !book.day.isLossLimitHit {
      guard book.dayResult <= -Int128(limit.micros) else { return }
      book.day.isLossLimitHit = true
      withdraw { $0.isEntry && $0.isResting }
    }
    // Also later that day: an entry that was on its way may still have opened something.
    leaveAll(reason: .limit("max_loss"))
  }
}
