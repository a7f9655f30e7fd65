public import Market
import Money

/// Rules of open positions: which are asked, what they are told, what their answers change.
extension Desk {
  /// Whether the rule of a position is to be asked at this tick: from the one after the first fill on.
  ///
  /// It changes nothing; it is `mutating` because the desk would be copied for the call otherwise, here and
  /// in what follows.
  mutating func isRuled(_ place: Int) -> Bool {
    protection.hasRule(place) && book.holdings[place].position.isOpen
      && book.holdings[place].position.openedSequence < sequence
  }

  /// Whether the rule of a position is asked at each tick of a run that begins with the next one.
  mutating func asksRule(_ place: Int) -> Bool {
    protection.hasRule(place) && book.holdings[place].position.isOpen && agenda.isOpen(place)
  }

  /// The callback's name, as failures show it.
  mutating func ruleCallback(_ place: Int) -> String {
    "rule:\(protection[place].rule?.name ?? "")"
  }

  /// The call of a position's rule; nil where it has none.
  mutating func ruleCall(of instrument: InstrumentID) -> ScriptCall? {
    guard let rule = protection[instrument.position].rule else { return nil }
    return .rule(
      name: rule.name, arguments: rule.arguments, position: position(instrument),
      tick: book.holdings[instrument.position].tick, sequence: sequence)
  }

  /// The rule of a position; nil where it has none.
  public func rule(of instrument: InstrumentID) -> ProtectionRequest.Rule? {
    protection[instrument.position].rule
  }

  /// What tells the rule of a position, with its arguments, from others of the desk; 0: it has none.
  @inline(__always)
  public mutating func ruleMark(of instrument: InstrumentID) -> Int64 {
    protection.ruleMark(instrument.position)
  }

  /// Whether a stop of this price, in thousand-millionths of a rupee, leaves the one in force where it is.
  ///
  /// The desk may be behind: no tick of a run moves a stop.
  @inline(__always)
  public mutating func keepsStop(of instrument: InstrumentID, at nanos: Int64) -> Bool {
    !mayTighten(instrument.position, to: nanos)
  }

  /// What the best and the worst price of a position follow.
  public mutating func watchedPrice(of instrument: InstrumentID) -> WatchedPrice {
    book.trigger.watched(isLong: book.holdings[instrument.position].position.isLong)
  }

  /// Whether a stop of this price, in thousand-millionths of a rupee, moves the one in force.
  mutating func mayTighten(_ place: Int, to nanos: Int64) -> Bool {
    let isLong = book.holdings[place].position.isLong
    guard let now = protection.stopPrice(place) else { return true }
    // A price that is not set off by more than what is taken for noise may lie on the grid's next one.
    let noise = gate.instruments[place].increment.micros
    let (stop, overflow) = now.micros.multipliedReportingOverflow(by: 1_000)
    let (edge, tooLarge) = stop.subtractingReportingOverflow(isLong ? noise : -noise)
    if overflow || tooLarge { return true }
    if isLong ? nanos <= edge : nanos >= edge { return false }
    // Most rules give the same stop most of the time.
    let answer = QuietWatch.Answer(nanos: nanos, stop: now, isLong: isLong)
    if ticks.watch.isSettled(answer, place) { return false }
    let snapped = PriceGrid.snap(
      nanos: nanos, increment: gate.instruments[place].increment, rounding: isLong ? .down : .up)
    if let snapped, isLong ? snapped > now : snapped < now { return true }
    ticks.watch.settle(answer, place)
    return false
  }

  /// The number of a position's trip.
  ///
  /// It changes nothing; see ``figures(of:)``.
  public mutating func trip(of instrument: InstrumentID) -> Int64 {
    book.holdings[instrument.position].position.trip
  }
}
