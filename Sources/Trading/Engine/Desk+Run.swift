public import Market
import Money

/// Runs of ticks: those that need nothing of the desk but to be taken.
extension Desk {
  /// Whether ticks of a symbol need nothing before `on_tick`: no order, level, bar or limit to look at.
  ///
  /// It changes nothing; it is `mutating` because the desk would be copied for the call otherwise.
  mutating func isCalm(_ place: Int) -> Bool {
    guard isScriptRunning, bars == nil, !isLossCheckDue else { return false }
    guard slots[place].needsAttention else { return true }
    return slots[place].workingCount == 0 && declaration.limits.maxLoss == nil
      && slots[place].squareOffSecond == nil && slots[place].protection.isEmpty
  }

  /// Whether that holds for every symbol of the script.
  mutating func isCalm() -> Bool {
    guard isScriptRunning, bars == nil, !isLossCheckDue else { return false }
    if working.isEmpty, openPositions == 0 { return true }
    for instrument in declared where !isCalm(instrument.position) { return false }
    return true
  }

  /// Carries out what a callback asked for in the middle of a run of ticks.
  ///
  /// - Returns: Whether the run may go on: nothing is left to do before the next tick.
  public mutating func settle() -> Bool {
    guard gathersDecisions, requestsThisTick <= Self.requestsPerTick, valueError == nil else {
      return false
    }
    commit()
    return events.isEmpty && effects.isEmpty && nextDue >= runDue && !hasManyDecisions && isCalm()
  }

  /// Takes ticks one after the other, as if each had come alone.
  ///
  /// - Parameters:
  ///   - ticks: The ticks, of declared symbols that are calm.
  ///   - first: The number of the first.
  public mutating func take(_ ticks: Span<Tick>, from first: Int64) {
    guard let last = ticks.indices.last else { return }
    if tickCount == 0 { firstTick = ticks[0].time }
    tickCount &+= Int64(ticks.count)
    clock = ticks[last].time
    sequence = first &+ Int64(last)
    requestsThisTick = 0
    guard declared.count == 1 else {
      for index in ticks.indices { take(ticks[index], numbered: first &+ Int64(index)) }
      if valueError == nil { sequence = first &+ Int64(last) }
      return
    }
    let place = ticks[last].instrument.position
    slots[place].tick = ticks[last]
    slots[place].sequence = sequence
    guard slots[place].needsAttention, slots[place].position.isOpen else { return }
    mark(ticks, at: place, from: first)
  }

  /// Values what is held of one symbol at each of its ticks.
  private mutating func mark(_ ticks: Span<Tick>, at place: Int, from first: Int64) {
    guard valueError == nil else { return }
    var marked = 0
    do throws(MoneyError) {
      try slots[place].position.mark(at: ticks, in: &ledger, marked: &marked)
    } catch {
      sequence = first &+ Int64(marked)
      valueError = .valueOutOfRange(symbol: instruments[place].symbol, sequence: sequence)
    }
  }

  /// Takes one tick of a run, and values what is held at it.
  private mutating func take(_ tick: borrowing Tick, numbered number: Int64) {
    guard slots[tick.instrument.position].take(tick, sequence: number) else { return }
    mark(tick, numbered: number)
  }

  private mutating func mark(_ tick: borrowing Tick, numbered number: Int64) {
    guard valueError == nil else { return }
    sequence = number
    do throws(EngineError) {
      try mark(tick.instrument.position, at: tick.ltp)
    } catch {
      valueError = error
    }
  }

  /// Takes ticks picked out of a batch, one after the other, as if each had come alone.
  ///
  /// - Parameters:
  ///   - picks: Their places in the batch, in order; of declared symbols that are calm.
  ///   - ticks: The batch.
  ///   - numbers: The number of each of its ticks.
  public mutating func take(_ picks: Span<Int32>, of ticks: Span<Tick>, numbers: Span<Int64>) {
    guard let last = picks.indices.last else { return }
    if tickCount == 0 { firstTick = ticks[Int(picks[0])].time }
    tickCount &+= Int64(picks.count)
    requestsThisTick = 0
    if declared.count == 1, !slots[declared[0].position].position.isOpen {
      let place = Int(picks[last])
      _ = slots[declared[0].position].take(ticks[place], sequence: numbers[place])
    } else {
      for index in picks.indices {
        let place = Int(picks[index])
        take(ticks[place], numbered: numbers[place])
      }
    }
    clock = ticks[Int(picks[last])].time
    if valueError == nil { sequence = numbers[Int(picks[last])] }
  }

  /// Gives the orders of the callback that has just run the numbers that follow the account's last.
  ///
  /// A script that ran ahead of others did not know how many orders came before its own.
  mutating func renumber(after number: Int32) {
    guard hasCheckpoint else {
      lastNumber = number
      return
    }
    let offset = number - checkpoint.lastNumber
    checkpoint.lastNumber = number
    lastNumber += offset
    guard offset != 0 else { return }
    for index in checkpoint.orderCount..<orders.count { orders[index].number += offset }
  }

  /// Units held of a symbol, below zero when short.
  public mutating func heldQuantity(_ instrument: InstrumentID) -> Int64 {
    isKnown(instrument) ? slots[instrument.position].position.quantity : 0
  }
}
