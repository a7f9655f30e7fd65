public import Market
import Money

extension Desk: DeskPort {
  /// Stages a change of a position's protection.
  public mutating func protect(_ instrument: InstrumentID, _ request: ProtectionRequest)
    -> ProtectionVerdict
  {
    requestsThisTick += 1
    guard requestsThisTick <= Self.requestsPerTick else {
      return .misuse("more than \(Self.requestsPerTick) requests in one tick")
    }
    guard isKnown(instrument) else { return .misuse("unknown symbol") }
    let slot = slots[instrument.position]
    guard phase == .open, slot.position.isOpen else {
      return .denied(Denial(.notReady, "No open position to protect."))
    }
    if let misuse = misuse(in: request, of: instrument) { return .misuse(misuse) }
    do throws(Denial) {
      try checkSides(request, isLong: slot.position.isLong, slot: slot)
      let arithmetic = LevelArithmetic(
        position: slot.position, protection: slot.protection,
        increment: instruments[instrument.position].increment)
      try checkDistances(request, isLong: slot.position.isLong, from: arithmetic, slot.tick.ltp)
    } catch {
      return .denied(error)
    }
    staged.append(.protect(instrument, request))
    return .accepted
  }

  /// Stages the removal of a position's protection, its rule included.
  public mutating func unprotect(_ instrument: InstrumentID) {
    requestsThisTick += 1
    guard requestsThisTick <= Self.requestsPerTick, phase == .open, isKnown(instrument) else {
      return
    }
    staged.append(.unprotect(instrument))
  }

  /// Sets a timer; nil when there are too many.
  public mutating func setTimer(_ schedule: TimerSchedule) -> Int32? {
    guard timers.count < Self.timersAtOnce, nextTimerID < .max else { return nil }
    let id = nextTimerID
    nextTimerID += 1
    var timer = DeskTimer(id: id, next: clock, schedule: schedule)
    if hasTime { timer.next = firstFiring(of: schedule) }
    timers.append(timer)
    nextDue = min(nextDue, timer.next.nanoseconds)
    return id
  }

  /// Cancels a timer; whether it was still set.
  public mutating func cancelTimer(_ id: Int32) -> Bool {
    guard let position = timerPosition(id) else { return false }
    timers.remove(at: position)
    // The desk may now look once too early, which finds nothing due and is cheaper than a search.
    return true
  }
}
