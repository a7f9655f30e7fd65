public import Market
import Money

/// Runs of ticks: those that need nothing of the desk but to be taken.
extension Desk {
  /// Whether ticks of a symbol need nothing before `on_tick`: no order, level or limit to look at.
  ///
  /// A tick that begins a bar (``beginsBar``) needs more all the same: it sets a due moment.
  ///
  /// It changes nothing; it is `mutating` because the desk would be copied for the call otherwise.
  mutating func isCalm(_ place: Int) -> Bool {
    guard script.isRunning, !book.day.isLossCheckDue else { return false }
    guard needsAttention(place), agenda.isOpen(place) else { return true }
    return orders.loads[place].working == 0 && gate.declaration.limits.maxLoss == nil
      && !owed.isOwed(place) && protection.isBare(place)
  }

  /// Whether that holds for every symbol of the script.
  mutating func isCalm() -> Bool {
    guard script.isRunning, !book.day.isLossCheckDue else { return false }
    if orders.working.isEmpty, book.openPositions == 0 { return true }
    for instrument in book.declared where !isCalm(instrument.position) { return false }
    return true
  }

  /// By symbol, whether its next tick begins a bar, if its symbol is open; nil when no symbol has bars.
  var beginsBar: [Bool]? { agenda.beginsBar }

  /// Whether a callback left nothing to do.
  @inline(__always)
  var isQuiet: Bool { script.isQuiet }

  /// Whether a quiet callback left something for the engine after all: effects, or a moment before
  /// that at which something is due.
  @inline(__always)
  func hasNews(before due: Int64) -> Bool { outbox.hasNews || agenda.nextDue < due }

  /// Whether so many decisions were gathered that they should be handed on.
  @inline(__always)
  var hasManyDecisions: Bool { outbox.isFull }

  /// Carries out what a callback asked for in the middle of a run of ticks.
  ///
  /// - Returns: Whether the run may go on: nothing is left to do before the next tick.
  public mutating func settle() -> Bool {
    guard outbox.gathersDecisions, script.requests <= Self.requestsPerTick, ticks.error == nil
    else { return false }
    if script.isQuiet {
      // It has looked at something, and asked for nothing.
      return outbox.effects.isEmpty && agenda.nextDue >= ticks.runDue && !hasManyDecisions
    }
    commit()
    return script.news.isEmpty && outbox.effects.isEmpty && agenda.nextDue >= ticks.runDue
      && !hasManyDecisions && isCalm()
  }

  /// Whether a callback in the middle of a run asked for nothing, and left nothing to do before the next.
  public mutating func hasOnlyLooked() -> Bool {
    outbox.gathersDecisions && script.isQuiet && !script.hasTooManyRequests && ticks.error == nil
      && outbox.effects.isEmpty && agenda.nextDue >= ticks.runDue && !hasManyDecisions
  }

  /// Takes ticks one after the other, as if each had come alone.
  ///
  /// - Parameters:
  ///   - ticks: The ticks, of declared symbols that are calm.
  ///   - first: The number of the first.
  mutating func take(_ ticks: Span<Tick>, from first: Int64) {
    guard let last = ticks.indices.last else { return }
    count(ticks.count, first: ticks[0].time)
    moment = Moment(clock: ticks[last].time, sequence: first &+ Int64(last))
    guard book.declared.count == 1 else {
      for index in ticks.indices { takeNext(ticks[index], numbered: first &+ Int64(index)) }
      return
    }
    guard self.ticks.error == nil else { return }
    var marked = 0
    do throws(MoneyError) {
      let isOpen = agenda.isOpen(ticks[last].instrument.position)
      if !isOpen { self.ticks.outsideOpen &+= Int64(ticks.count) }
      try book.take(ticks, from: first, isOpen: isOpen, marked: &marked)
      if agenda.bars != nil, isOpen { agenda.add(ticks) }
    } catch {
      moment.sequence = first &+ Int64(marked)
      self.ticks.count -= Int64(last - marked)
      self.ticks.error = .valueOutOfRange(
        symbol: gate.instruments[ticks[last].instrument.position].symbol,
        sequence: moment.sequence)
    }
  }

  /// Takes ticks picked out of a batch, one after the other, as if each had come alone.
  ///
  /// - Parameters:
  ///   - picks: Their places in the batch, in order; of declared symbols that are calm.
  ///   - ticks: The batch.
  ///   - numbers: The number of each of its ticks.
  mutating func take(_ picks: Span<Int32>, of ticks: Span<Tick>, numbers: Span<Int64>) {
    guard let last = picks.indices.last else { return }
    count(picks.count, first: ticks[Int(picks[0])].time)
    let end = Int(picks[last])
    moment = Moment(clock: ticks[end].time, sequence: numbers[end])
    if agenda.bars == nil, book.declared.count == 1,
      !book.holdings[book.declared[0].position].position.isOpen
    {
      let place = book.declared[0].position
      if !agenda.isOpen(place) { self.ticks.outsideOpen &+= Int64(picks.count - 1) }
      return takeNext(ticks[end], numbered: numbers[end])
    }
    for index in picks.indices {
      let place = Int(picks[index])
      takeNext(ticks[place], numbered: numbers[place])
    }
  }

  private mutating func count(_ count: Int, first: EventTime) {
    if ticks.count == 0 { ticks.first = first }
    ticks.count &+= Int64(count)
    script.requests = 0
    agenda.noteEvent()
  }

  /// Takes one tick of a run; the first whose value is out of range is where the session ends.
  @inline(__always)
  private mutating func takeNext(_ tick: borrowing Tick, numbered number: Int64) {
    guard ticks.error == nil else { return }
    do throws(EngineError) {
      try mark(tick, sequence: number)
      if agenda.bars != nil, agenda.isOpen(tick.instrument.position) { agenda.add(copy tick) }
    } catch {
      moment.sequence = number
      ticks.error = error
    }
  }

  /// Units held of a symbol, below zero when short.
  public mutating func heldQuantity(_ instrument: InstrumentID) -> Int64 {
    isKnown(instrument) ? book.holdings[instrument.position].position.quantity : 0
  }
}
