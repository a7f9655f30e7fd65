public import Market
import Money

extension Desk {
  /// A position; flat symbols have one too.
  public func position(_ instrument: InstrumentID) -> PositionView {
    var view = PositionView(instrument: instrument)
    guard isKnown(instrument) else { return view }
    let slot = slots[instrument.position]
    view.lastPrice = slot.sequence > 0 ? slot.tick.ltp : nil
    let position = slot.position
    view.trip = position.trip
    guard position.isOpen else { return view }
    view.quantity = position.quantity
    view.cost = position.cost
    view.unrealized = Amount(micros: position.worth.micros - position.cost.micros)
    view.realized = position.tripRealized
    view.commission = position.tripCommission
    view.stop = slot.protection.stop?.price
    view.target = slot.protection.nearestTarget(isLong: position.isLong)
    view.openedAt = position.openedAt
    view.best = position.best
    view.worst = position.worst
    view.tag = texts[position.tag]
    view.barsHeld = position.barsHeld
    view.riskMultipleMicros = riskMultiple(of: slot, unrealized: view.unrealized)
    return view
  }

  /// Unrealized profit over first risk × units, in millionths.
  private func riskMultiple(of slot: Slot, unrealized: Amount) -> Int64? {
    let protection = slot.protection
    guard protection.hasRisk, protection.riskNumerator > 0 else { return nil }
    let (risk, overflow) = protection.riskNumerator.multipliedReportingOverflow(
      by: Int128(slot.position.size))
    let (product, tooLarge) = Int128(unrealized.micros)
      .multipliedReportingOverflow(by: Int128(protection.riskDenominator))
    let (numerator, tooLargeStill) = product.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow, !tooLarge, !tooLargeStill else { return nil }
    return Int64(exactly: roundedHalfAway(numerator, dividedBy: risk))
  }

  /// The account.
  public func account() -> AccountView {
    AccountView(
      cash: ledger.wallet, free: freeCash, equity: ledger.portfolio, realized: ledger.realized,
      unrealized: ledger.unrealized, commission: ledger.commission)
  }

  /// The last tick and its number in the session; nil before the first.
  public func quote(_ instrument: InstrumentID) -> (tick: Tick, sequence: Int64)? {
    guard isKnown(instrument) else { return nil }
    let slot = slots[instrument.position]
    return slot.sequence > 0 ? (slot.tick, slot.sequence) : nil
  }

  /// An order by its place in the list; nil when there is none.
  public func order(at index: Int) -> OrderView? {
    guard index >= 0, index < orders.count else { return nil }
    let order = orders[index]
    let failure = order.status == .failed ? order.failure : nil
    return OrderView(
      number: order.number, side: order.side, instrument: order.instrument,
      quantity: order.quantity, filled: order.filled, value: order.value,
      commission: order.commission, realized: order.realized, type: order.type,
      status: order.status, isEntry: order.isEntry, failure: failure,
      reason: texts[order.reason], detail: texts[order.detail], tag: texts[order.tag],
      source: texts[order.source], time: order.time)
  }

  /// The working orders' places in the list, in the order of their ids.
  public var workingOrders: [Int] { working.map(\.index) }

  /// How many orders there are.
  public func orderCount() -> Int { orders.count }

  /// Units of working and staged entries of a symbol, below zero for sales.
  public func pendingEntryQuantity(_ instrument: InstrumentID) -> Int64 {
    var sum: Int64 = 0
    for order in working where order.instrument == instrument && order.isEntry {
      let change = order.changes.last.map { $0.quantity - orders[order.index].filled }
      let units = change ?? order.remaining
      sum += order.side == .buy ? units : -units
    }
    for action in staged {
      guard let order = order(of: action), order.instrument == instrument, order.isEntry else {
        continue
      }
      sum += order.side == .buy ? order.remaining : -order.remaining
    }
    return sum
  }

  /// The time of the event that is being handled.
  public func now() -> EventTime { clock }

  /// The price grid and lot of a symbol.
  public func instrument(_ instrument: InstrumentID) -> Instrument {
    guard isKnown(instrument) else { return Instrument(id: instrument, symbol: "") }
    return instruments[instrument.position]
  }
}
