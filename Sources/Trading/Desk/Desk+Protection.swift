import Market
import Money

/// Protection at work: what fires is sold.
extension Desk {
  /// A position as protection looks at it.
  @inline(__always)
  private mutating func held(_ place: Int) -> Protection.Held {
    Protection.Held(
      place: place, position: book.holdings[place].position, watched: watched(place),
      increment: gate.instruments[place].increment, lot: max(1, gate.instruments[place].lot))
  }

  /// The price that the levels of a position watch; zero when nobody quotes it.
  @inline(__always)
  private mutating func watched(_ place: Int) -> Price {
    book.trigger.price(
      in: book.holdings[place].tick, isLong: book.holdings[place].position.isLong)
  }

  /// Looks at the protection of an open position on its symbol's tick: stop, then targets, and sells what
  /// fires.
  mutating func lookAtProtection(of instrument: InstrumentID) {
    let place = instrument.position
    guard book.holdings[place].position.openedSequence < sequence else { return }
    let isLong = book.holdings[place].position.isLong
    let watched = watched(place)
    if protection.moves(place) {
      protection.advance(held(place))
      writeMoves()
    }
    if let stop = protection.firedStop(place, isLong: isLong, watched: watched) {
      return leave(place, stop)
    }
    if protection.hasTargets(place) { lookAtTargets(place, isLong: isLong, watched: watched) }
  }

  private mutating func lookAtTargets(_ place: Int, isLong: Bool, watched: Price) {
    var position = 0
    // A target stays while everything is already on its way out: that may yet be taken back.
    while book.holdings[place].position.size > unitsOnTheirWay(place),
      let target = protection.firedTarget(
        place, from: &position, isLong: isLong, watched: watched)
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

  /// Gives a position that an entry opened or increased the protection that was asked for with it.
  mutating func protectEntry(_ request: ProtectionRequest, at place: Int) {
    protection.anchorAgain(held(place))
    apply(request, at: place, isEntry: true)
  }

  /// Shares out what a position's levels sell, after an entry without protection of its own.
  @inline(__always)
  mutating func spreadProtection(at place: Int) {
    guard !protection.isBare(place) else { return }
    protection.anchorAgain(held(place))
    protection.shareOut(held(place))
  }

  /// Applies a protection request to an open position.
  mutating func apply(_ request: ProtectionRequest, at place: Int, isEntry: Bool = false) {
    guard book.holdings[place].position.isOpen else { return }
    let source = texts.intern(request.source)
    let moment = request.timeExit.map { self.moment(of: $0, at: place) }
    protection.apply(
      request, to: held(place), isEntry: isEntry, source: source, timeExit: moment)
    if let moment { agenda.wait(for: .timeExit(place: place), at: max(moment, clock)) }
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
      let (calendar, segment) = (gate.settings.calendar, gate.segments[place])
      // A time at or after the end of continuous trading is one second before it.
      let time = { (day: Int64) -> Int64 in
        let session = segment.flatMap { calendar?.session(of: $0, on: CivilDate(day: day)) }
        guard let session, second >= session.close.secondOfDay else { return second }
        return session.close.secondOfDay - 1
      }
      return Agenda.moment(atSecond: time, from: clock) { today in
        let next = segment.flatMap { segment in
          calendar?.nextTradingDay(of: segment, after: CivilDate(day: today))?.dayNumber
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
          time: clock, sequence: sequence, instrument: gate.instruments[move.place].id,
          quantity: move.units,
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
        place, quantity: .max, reason: texts.intern(OrderReason.rule(name).text),
        source: texts.intern(source), detail: texts.intern(text))
    }
  }
}
