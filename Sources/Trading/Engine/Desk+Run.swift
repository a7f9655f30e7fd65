public import Market
import Money

/// Runs of ticks: those that need nothing of the desk but to be taken.
extension Desk {
  /// Whether ticks of a symbol need nothing before `on_tick`: no order, level, bar or limit to look at.
  func isCalm(_ place: Int) -> Bool {
    guard isScriptRunning, bars == nil, !isLossCheckDue else { return false }
    guard slots[place].needsAttention else { return true }
    return slots[place].workingCount == 0 && declaration.limits.maxLoss == nil
      && slots[place].squareOffSecond == nil && slots[place].protection.isEmpty
  }

  /// Whether that holds for every symbol of the script.
  var isCalm: Bool {
    for instrument in declared where !isCalm(instrument.position) { return false }
    return true
  }

  /// Takes ticks of one symbol, one after the other, as if each had come alone.
  ///
  /// - Parameters:
  ///   - ticks: The ticks, of a declared symbol that is calm.
  ///   - first: The number of the first.
  public mutating func take(_ ticks: Span<Tick>, from first: Int64) {
    guard let last = ticks.indices.last else { return }
    let place = ticks[last].instrument.position
    if tickCount == 0 { firstTick = ticks[0].time }
    tickCount &+= Int64(ticks.count)
    clock = ticks[last].time
    sequence = first &+ Int64(last)
    requestsThisTick = 0
    slots[place].tick = ticks[last]
    slots[place].sequence = sequence
    guard slots[place].needsAttention, slots[place].position.isOpen else { return }
    for index in ticks.indices where valueError == nil {
      sequence = first &+ Int64(index)
      do throws(EngineError) {
        try mark(place, at: ticks[index].ltp)
      } catch {
        valueError = error
      }
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
    for index in picks.indices where valueError == nil {
      let place = Int(picks[index])
      let symbol = ticks[place].instrument.position
      guard slots[symbol].take(ticks[place], sequence: numbers[place]) else { continue }
      sequence = numbers[place]
      do throws(EngineError) {
        try mark(symbol, at: ticks[place].ltp)
      } catch {
        valueError = error
      }
    }
    clock = ticks[Int(picks[last])].time
    sequence = numbers[Int(picks[last])]
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
