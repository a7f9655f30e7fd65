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

  /// Units held of a symbol, below zero when short.
  public mutating func heldQuantity(_ instrument: InstrumentID) -> Int64 {
    isKnown(instrument) ? slots[instrument.position].position.quantity : 0
  }
}
