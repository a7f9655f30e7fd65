import Market
import Money

/// Exits that the engine owes: sent as soon as the symbol trades, and again until they have filled.
extension Desk {
  // MARK: Owing

  /// Owes an exit of an open position, and sends it now where the symbol trades and has a quote.
  mutating func owe(
    _ place: Int, _ reason: OrderReason, units: Int64 = .max, source: TextPool.Index = 0,
    detail: TextPool.Index = 0
  ) {
    guard book.holdings[place].position.isOpen else { return }
    let exit = OwedExits.Exit(
      reason: texts.intern(reason.text), units: units, source: source, detail: detail)
    if isDealing(place), !owed.isOwed(place) {
      pay(exit, of: place)
    } else {
      owed.add(exit, of: place)
      if isDealing(place) { payOwed(place) }
    }
  }

  /// Sends what is owed of a symbol; whoever halted the desk wants it to wait.
  mutating func payOwed(_ place: Int) {
    guard allowance.mode != .halted, owed.isOwed(place) else { return }
    for exit in owed.take(place) { pay(exit, of: place) }
  }

  /// Sends an exit; what other exits on their way hold is owed on.
  private mutating func pay(_ exit: OwedExits.Exit, of place: Int) {
    let wanted = min(exit.units, book.holdings[place].position.size)
    let sent = leave(
      place, quantity: wanted, reason: exit.reason, source: exit.source, detail: exit.detail)
    guard sent < wanted, book.holdings[place].position.isOpen else { return }
    var rest = exit
    if exit.units != .max { rest.units = wanted - sent }
    owed.add(rest, of: place)
  }

  /// Owes an exit again that ended without (all of) its fill.
  mutating func oweAgain(_ order: Int, _ reason: TextPool.Index) {
    guard !orders[order].isAsked, !orders[order].isEntry else { return }
    let place = orders[order].instrument.position
    let rest = orders[order].quantity - orders[order].filled
    guard rest > 0, book.holdings[place].position.isOpen else { return }
    owed.add(
      OwedExits.Exit(
        reason: reason, units: rest, source: orders[order].source, detail: orders[order].detail),
      of: place)
  }

  /// Owes the square-off of a symbol, where its position is one that the clock ends.
  mutating func squareOff(_ place: Int) {
    guard isSquaredOffByClock(book.holdings[place].position.product, place) else { return }
    owe(place, .squareOff)
  }

  private func isSquaredOffByClock(_ product: Product, _ place: Int) -> Bool {
    product == .intraday || !agenda.barriers.isOnlyIntraday(place)
  }

  /// Takes back the working orders of a symbol that is squared off, and owes what is held.
  ///
  /// Exits that the engine has sent itself go on.
  mutating func reachSquareOff(_ place: Int) {
    let instrument = gate.instruments[place].id
    let isOnlyIntraday = agenda.barriers.isOnlyIntraday(place)
    let mine = orders.working.filter {
      $0.instrument == instrument && orders[$0.index].isAsked
        && (!isOnlyIntraday || $0.approved.product == .intraday)
    }
    for order in mine.reversed() { withdraw(order.index, .squareOff) }
    squareOff(place)
  }

  /// Takes back the working entries of a symbol whose entries end.
  mutating func reachEntryEnd(_ place: Int) {
    let instrument = gate.instruments[place].id
    withdraw(.noEntryAfter) { $0.instrument == instrument && $0.isEntry }
  }

  // MARK: Leaving

  /// Sends what a level asks for.
  mutating func leave(_ place: Int, _ firing: Protection.Firing) {
    leave(
      place, quantity: firing.units, reason: texts.intern(firing.reason.text),
      source: firing.source)
  }

  /// Sells (or covers) now, up to what is not already on its way out.
  ///
  /// Resting exits of the symbol are taken back first, the youngest first, as far as their units are
  /// needed: protection sells what is there.
  ///
  /// - Returns: Units that were sent.
  @discardableResult
  mutating func leave(
    _ place: Int, quantity: Int64, reason: TextPool.Index, source: TextPool.Index,
    detail: TextPool.Index = 0
  ) -> Int64 {
    let instrument = gate.instruments[place].id
    let wanted = min(quantity, book.holdings[place].position.size)
    for position in orders.working.indices.reversed()
    where orders.working[position].instrument == instrument && !orders.working[position].isEntry
      && orders.working[position].isResting
    {
      if book.holdings[place].position.size - orders.loads[place].exits >= wanted { break }
      withdraw(orders.working[position].index, .exit(texts[reason]))
    }
    let amount = min(wanted, book.holdings[place].position.size - orders.loads[place].exits)
    guard amount > 0 else { return 0 }
    let terms = OrderTerms(
      side: book.holdings[place].position.isLong ? .sell : .buy, instrument: instrument,
      type: .market, quantity: amount)
    let labels = OrderTexts(
      tag: book.holdings[place].position.tag, source: source, reason: reason)
    let approved = gate.approve(owed: terms, circumstances(of: place))
    let index = enter(approved, labels, isAsked: false)
    if detail != 0 { orders.annotate(index, detail: detail) }
    send(StagedOrder(index: index, approved: approved))
    return amount
  }

  /// Owes the exit of every open position.
  mutating func leaveAll(reason: OrderReason) {
    for instrument in book.declared { owe(instrument.position, reason) }
  }

  /// Whether the day's loss limit is reached; then resting entries end and all is sold.
  mutating func lookAtLossLimit() {
    book.day.isLossCheckDue = false
    guard let limit = gate.declaration.limits.maxLoss else { return }
    if !book.day.isLossLimitHit {
      guard book.dayResult <= -Int128(limit.micros) else { return }
      book.day.isLossLimitHit = true
      withdraw(.limit("max_loss")) { $0.isEntry && $0.isResting }
    }
    // Also later that day: an entry that was on its way may still have opened something.
    guard book.openPositions > 0 else { return }
    leaveAll(reason: .limit("max_loss"))
  }

  /// Exits at old quotes that are named; the rest is counted.
  private static let staleExitsNamed = 10

  /// Counts an exit by time, or one the engine was told to make, that dealt at a quote older than an entry
  /// may.
  mutating func countStaleExit(_ order: Int, at place: Int) {
    let age = clock.nanoseconds.subtractingReportingOverflow(
      book.holdings[place].tick.time.nanoseconds)
    guard age.partialValue > settings.stalenessNanoseconds, !age.overflow else { return }
    let text = texts[orders[order].reason]
    let byTime: [OrderReason] = [.timeExit, .squareOff, .operator]
    guard byTime.contains(where: { $0.text == text }) || text.hasPrefix("limit:") else { return }
    ticks.staleExitCount += 1
    if ticks.staleExits.count < Self.staleExitsNamed { ticks.staleExits.append(order) }
  }
}
