public import Market
import Money

extension Desk {
  /// A position; flat symbols have one too.
  public func position(_ instrument: InstrumentID) -> PositionView {
    var view = PositionView(instrument: instrument)
    guard isKnown(instrument) else { return view }
    let holding = book.holdings[instrument.position]
    view.lastPrice = holding.sequence > 0 ? holding.tick.ltp : nil
    let position = holding.position
    let set = protection[instrument.position]
    view.trip.number = position.trip
    guard position.isOpen else { return view }
    view.quantity = position.quantity
    view.cost = position.cost
    view.unrealized = Amount(micros: position.worth.micros - position.cost.micros)
    view.trip.realized = position.tripRealized
    view.trip.commission = position.tripCommission
    view.stop = set.stop?.price
    view.target = set.nearestTarget(isLong: position.isLong)
    view.trip.openedAt = position.openedAt
    view.trip.best = position.best > .zero ? position.best : nil
    view.trip.worst = position.worst > .zero ? position.worst : nil
    view.trip.tag = texts[position.tag]
    view.trip.barsHeld = position.barsHeld
    view.riskMultipleMicros = riskMultiple(of: position, set.risk, unrealized: view.unrealized)
    return view
  }

  /// Unrealized profit over first risk × units, in millionths.
  private func riskMultiple(of position: Position, _ first: Risk, unrealized: Amount) -> Int64? {
    var figures = PositionFigures()
    figures.quantity = position.quantity
    figures.unrealized = unrealized.micros
    figures.riskNumerator = first.numerator
    figures.riskDenominator = first.denominator
    return figures.riskMultipleMicros
  }

  /// The view of a position that has just been closed: no units, and what the trip made.
  func closedView(_ instrument: InstrumentID) -> PositionView {
    let holding = book.holdings[instrument.position]
    var view = PositionView(instrument: instrument)
    view.lastPrice = holding.tick.ltp
    view.trip.realized = holding.position.tripRealized
    view.trip.commission = holding.position.tripCommission
    view.trip.openedAt = holding.position.openedAt
    view.trip.best = holding.position.best > .zero ? holding.position.best : nil
    view.trip.worst = holding.position.worst > .zero ? holding.position.worst : nil
    view.trip.tag = texts[holding.position.tag]
    view.trip.barsHeld = holding.position.barsHeld
    view.trip.number = holding.position.trip
    return view
  }

  /// The position of a symbol.
  public func heldPosition(_ instrument: InstrumentID) -> Position {
    book.holdings[instrument.position].position
  }

  /// The protection of a symbol's position.
  public func protection(_ instrument: InstrumentID) -> ProtectiveSet {
    protection[instrument.position]
  }

  /// Symbols with an open position, in the order of the declaration.
  public var openInstruments: [InstrumentID] {
    symbols.filter { book.holdings[$0.position].position.isOpen }
  }

  /// The account.
  public func account() -> AccountView {
    AccountView(
      cash: ledger.wallet, free: Amount(micros: Int64(clamping: free)), equity: ledger.portfolio,
      realized: ledger.realized, unrealized: ledger.unrealized, commission: ledger.commission,
      charges: gate.settings.charges)
  }

  /// The last tick and its number in the session; nil before the first.
  public func quote(_ instrument: InstrumentID) -> (tick: Tick, sequence: Int64)? {
    guard isKnown(instrument) else { return nil }
    let holding = book.holdings[instrument.position]
    return holding.sequence > 0 ? (holding.tick, holding.sequence) : nil
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

  /// An order as the list has it, texts by their numbers; nil when there is none.
  ///
  /// It changes nothing; to call it through a pointer must not copy the desk, hence `mutating`.
  public mutating func listing(at index: Int) -> Order? {
    index >= 0 && index < orders.count ? orders[index] : nil
  }

  /// The working orders' places in the list, in the order of their ids.
  public var workingOrders: [Int] { orders.working.map(\.index) }

  /// How many orders there are.
  public func orderCount() -> Int { orders.count }

  /// The place of the next order that a script's list has, at a place or behind it.
  public func listedOrder(from index: Int) -> Int {
    guard orders.count - index > Self.endedOrdersListed else { return index }
    let staged = script.staged.count { $0.order != nil }
    let first = orders.firstListed(ended: Self.endedOrdersListed, besides: staged)
    guard index < first else { return index }
    return min(first, orders.workingOrder(from: index) ?? first)
  }

  /// Units of working and staged entries of a symbol, below zero for sales.
  public func pendingEntryQuantity(_ instrument: InstrumentID) -> Int64 {
    var sum: Int64 = 0
    for order in orders.working where order.instrument == instrument && order.isEntry {
      let change = order.changes.last.map { $0.quantity - orders[order.index].filled }
      let units = change ?? order.remaining
      sum += order.approved.side == .buy ? units : -units
    }
    for action in script.staged {
      guard let order = action.order?.approved, order.instrument == instrument, order.isEntry
      else { continue }
      sum += order.side == .buy ? order.quantity : -order.quantity
    }
    return sum
  }

  /// The time of day at which a symbol is squared off on a date, counted in days since 1970-01-01; nil when
  /// it is not.
  public func squareOffTime(of instrument: InstrumentID, on day: Int64) -> ClockTime? {
    agenda.barriers.time(of: instrument.position, on: day)
  }

  /// The market phase of a symbol; `open` for one outside the calendar.
  public func phase(of instrument: InstrumentID) -> SessionPhase {
    guard isKnown(instrument) else { return .open }
    return agenda.phases.phase(of: instrument.position) ?? .open
  }

  /// The time of the event that is being handled.
  public func now() -> EventTime { clock }

  /// The price grid and lot of a symbol.
  public func instrument(_ instrument: InstrumentID) -> Instrument {
    guard isKnown(instrument) else { return Instrument(id: instrument, symbol: "") }
    return gate.instruments[instrument.position]
  }
}
