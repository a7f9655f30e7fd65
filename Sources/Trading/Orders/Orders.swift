import Market
import Money

/// The orders of one desk, from the gate to their end: the list of all, those that work, what they hold.
///
/// Whatever an exchange says of an order enters through ``apply(_:at:)``, and an order's status moves
/// by ``OrderStatus/after(_:)`` alone.
public struct Orders: Codable, Sendable {
  /// What the orders of one symbol hold.
  struct Load: Codable, Sendable {
    /// Units of working and staged exits.
    var exits: Int64 = 0
    /// Units of working and staged entries, without sign.
    var entries: Int64 = 0
    /// Orders that are working.
    var working = 0
  }

  /// Every order that got an id.
  public internal(set) var list = OrderList()
  /// How many of them have a fill.
  public private(set) var filledCount: Int64 = 0
  /// How many entries a script or a person asked for that got an id.
  private(set) var entriesAsked = 0
  /// The orders that may still fill, in the order of their ids.
  private(set) var working: [WorkingOrder] = []
  /// By symbol.
  private(set) var loads: [Load] = []
  /// Protection for what entries open; most have none.
  private var plans: [OrderPlan] = []
  /// Cash held by working and staged entries, in millionths.
  private(set) var heldCash: Int64 = 0
  /// The account's last order number, lent by the engine around each step.
  var lastNumber: Int32 = 0

  /// No orders.
  init() {}

  /// How many orders got an id.
  public var count: Int { list.count }

  /// An order by its place, from 0.
  public subscript(index: Int) -> Order {
    _read { yield list[index] }
  }

  /// Takes orders that were read out of the way; for those who walk through all of them.
  public func settle() { list.settle() }
  /// Where orders lie once there are many; nil: in the program's memory.
  var memory: SessionMemory? {
    get { list.memory }
    set { list.memory = newValue }
  }

  /// Makes room for the next symbol.
  mutating func addSymbol() { loads.append(Load()) }

  // MARK: From the gate to the exchange

  /// Gives an approved order its id, its place in the list and its holds.
  @inline(__always)
  mutating func enter(
    _ approved: borrowing ApprovedOrder, _ texts: OrderTexts, isAsked: Bool, at clock: EventTime
  ) -> Int {
    lastNumber += 1
    if isAsked, approved.isEntry { entriesAsked += 1 }
    hold(
      approved.instrument, isEntry: approved.isEntry, cash: approved.hold.micros,
      units: approved.quantity)
    return list.append(
      Order(
        number: lastNumber, instrument: approved.instrument, quantity: approved.quantity,
        time: clock, texts: texts, side: approved.side, type: approved.type,
        isEntry: approved.isEntry, isAsked: isAsked))
  }

  /// Keeps the protection of what an entry opens.
  mutating func plan(_ plan: PlannedProtection, for order: Int) {
    plans.append(OrderPlan(order: order, plan: plan))
  }

  /// The protection of what an entry opens; nil when it has none.
  @inline(__always)
  func plan(of order: Int) -> PlannedProtection? {
    if plans.isEmpty { return nil }
    return plans.last { $0.order == order }?.plan
  }

  /// Forgets the protection of an entry that cannot fill any more.
  @inline(__always)
  mutating func dropPlan(of order: Int) {
    if !plans.isEmpty { plans.removeAll { $0.order == order } }
  }

  /// Puts a text beside an order, which is of no consequence.
  mutating func annotate(_ index: Int, detail: TextPool.Index) { list[index].texts.detail = detail }

  /// Lets an order work: it has left for the exchange and did not fill at once.
  mutating func work(_ order: WorkingOrder) {
    loads[order.instrument.position].working += 1
    // Exits are sent before entries asked earlier; working orders stay in the order of their ids.
    let position = (working.lastIndex { $0.index < order.index } ?? -1) + 1
    working.insert(order, at: position)
  }

  /// Where an order is among the working ones; nil when it is not.
  @inline(__always)
  func position(of index: Int) -> Int? {
    // They are few and sorted, and those asked about are mostly young.
    working.lastIndex { $0.index == index }
  }

  /// Frees what resting exits of a symbol hold, for an exit that takes their place once it is sent.
  mutating func claimRestingExits(of instrument: InstrumentID) {
    for position in working.indices
    where working[position].instrument == instrument && !working[position].isEntry
      && working[position].holdsQuantity && working[position].isResting
    {
      working[position].holdsQuantity = false
      loads[instrument.position].exits -= working[position].heldUnits
    }
  }

  /// Units of resting exits of a symbol that ``claimRestingExits(of:)`` would free.
  func restingExits(of instrument: InstrumentID) -> Int64 {
    working.reduce(0) { sum, order in
      order.instrument == instrument && !order.isEntry && order.holdsQuantity && order.isResting
        ? sum + order.heldUnits : sum
    }
  }

  /// Marks a working order's cancellation as on its way; false when it is already.
  ///
  /// Of several reasons, pooled, the first counts.
  mutating func leave(_ position: Int, reason: TextPool.Index) -> Bool {
    if working[position].cancelReason == nil { working[position].cancelReason = reason }
    guard !working[position].isLeaving else { return false }
    working[position].isLeaving = true
    return true
  }

  /// Says why an order will be taken back, without asking for it.
  mutating func expectEnd(_ position: Int, reason: TextPool.Index) {
    if working[position].cancelReason == nil { working[position].cancelReason = reason }
  }

  /// Lets a working order wait, rather than be with the exchange.
  mutating func park(_ position: Int, _ wait: WorkingOrder.Wait) {
    working[position].wait = wait
    working[position].cancelReason = nil
  }

  /// Gives a waiting order the terms under which it is sent now; it holds what these need.
  mutating func send(_ position: Int, as approved: ApprovedOrder, at clock: EventTime) {
    var order = working[position]
    order.wait = nil
    order.approved = approved
    order.remaining = approved.quantity - list[order.index].filled
    hold(approved.hold, units: order.remaining, for: &order)
    working[position] = order
    list[order.index].time = clock
  }

  /// Frees what a waiting order holds, so that it is judged like a new one.
  mutating func suspendHold(_ position: Int) {
    var order = working[position]
    hold(.zero, units: 0, for: &order)
    working[position] = order
  }

  // MARK: Holds

  /// Holds more for an order, or less where the numbers are below zero: an entry's cash and units, an exit's
  /// units.
  @inline(__always)
  mutating func hold(
    _ instrument: InstrumentID, isEntry: Bool, cash: Int64, units: Int64
  ) {
    if isEntry {
      heldCash += cash
      loads[instrument.position].entries += units
    } else {
      loads[instrument.position].exits += units
    }
  }

  /// Gives back what an order holds.
  @inline(__always)
  mutating func release(_ order: WorkingOrder) {
    guard order.isEntry || order.holdsQuantity else { return }
    hold(
      order.instrument, isEntry: order.isEntry, cash: -order.hold.micros, units: -order.heldUnits)
  }

  /// Lets an order hold other cash and units than before.
  mutating func hold(_ cash: Amount, units: Int64, for order: inout WorkingOrder) {
    release(order)
    order.hold = cash
    order.heldUnits = units
    guard order.isEntry || order.holdsQuantity else { return }
    hold(order.instrument, isEntry: order.isEntry, cash: cash.micros, units: units)
  }

  // MARK: Changes

  /// Lets a change of a working order be on its way.
  ///
  /// Until it acts, the order may fill under its old terms, so what both need is held.
  mutating func addChange(_ change: ApprovedChange, at position: Int) {
    var order = working[position]
    hold(
      max(order.hold, change.hold),
      units: max(order.heldUnits, change.quantity - list[order.index].filled), for: &order)
    order.changes.append(change)
    order.unsentChanges += 1
    working[position] = order
  }

  /// Takes the newest change of an order back; it holds again what it did before.
  mutating func takeBackChange(at position: Int, hold cash: Amount, units: Int64) {
    var order = working[position]
    order.changes.removeLast()
    order.unsentChanges -= 1
    hold(cash, units: units, for: &order)
    working[position] = order
  }

  /// The changes of an order that have not been sent, which are so from now on.
  mutating func sendChanges(at position: Int) -> ArraySlice<ApprovedChange> {
    let unsent = working[position].changes.suffix(working[position].unsentChanges)
    working[position].unsentChanges = 0
    return unsent
  }

  /// Gives an order new terms; it holds from now on the most that these or later ones need.
  mutating func take(_ change: ApprovedChange, by order: inout WorkingOrder, at clock: EventTime) {
    let filled = list[order.index].filled
    order.approved.take(change)
    order.remaining = change.quantity - filled
    list[order.index].quantity = change.quantity
    list[order.index].time = clock
    let cash = order.changes.reduce(change.hold) { max($0, $1.hold) }
    let units = order.changes.reduce(order.remaining) { max($0, $1.quantity - filled) }
    hold(cash, units: units, for: &order)
  }

  // MARK: What an exchange says

  /// Whether an update can be true of an order, as far as is known of it.
  func accepts(_ update: OrderUpdate) -> Bool {
    guard update.order >= 0, update.order < list.count else { return false }
    let order = list[update.order]
    switch update.news {
    case .changed, .changeRejected:
      return position(of: update.order).map { !working[$0].changes.isEmpty } ?? false
    case .cancelRejected: return order.status.isWorking
    case .filled(let units, let price):
      return units > 0 && units <= order.quantity - order.filled && price > .zero
        && order.status.after(event(units, of: order)) != nil
    case .cancelled: return order.status.after(.cancelled) != nil
    case .rejected: return order.status.after(.rejected) != nil
    case .lost: return order.status.after(.lost) != nil
    case .found: return order.status.after(.found) != nil
    }
  }

  /// Applies an update; a working order leaves the working ones when it ends.
  mutating func apply(_ update: OrderUpdate, at clock: EventTime) {
    guard let position = position(of: update.order) else { return move(update, at: clock) }
    var order = working[position]
    if apply(update, to: &order, at: clock) {
      working.remove(at: position)
      loads[order.instrument.position].working -= 1
    } else {
      working[position] = order
    }
  }

  /// Applies an update to a working order; whether it has ended.
  private mutating func apply(
    _ update: OrderUpdate, to order: inout WorkingOrder, at clock: EventTime
  ) -> Bool {
    switch update.news {
    case .changed:
      let change = order.changes.removeFirst()
      take(change, by: &order, at: clock)
      return false
    case .changeRejected:
      order.changes.removeFirst()
      let filled = list[order.index].filled
      let cash = order.changes.reduce(order.approved.hold) { max($0, $1.hold) }
      let units = order.changes.reduce(order.remaining) { max($0, $1.quantity - filled) }
      hold(cash, units: units, for: &order)
      return false
    case .cancelRejected:
      order.isLeaving = false
      return false
    case .filled(let units, _):
      release(order)
      move(update, at: clock)
      guard units < order.remaining else { return true }
      keep(units, of: &order)
      return false
    case .cancelled, .rejected:
      release(order)
      move(update, at: clock, because: order.cancelReason ?? TextPool.broker)
      return true
    case .lost, .found:
      move(update, at: clock)
      return false
    }
  }

  /// What a partly filled order goes on to hold: nothing for the units that are filled.
  private mutating func keep(_ units: Int64, of order: inout WorkingOrder) {
    let spent = Int128(order.hold.micros) * Int128(units) / Int128(max(1, order.heldUnits))
    let cash = Amount(micros: order.hold.micros - Int64(clamping: spent))
    let rest = order.heldUnits - units
    order.remaining -= units
    order.hold = .zero
    order.heldUnits = 0
    hold(cash, units: rest, for: &order)
  }

  /// Moves the status of an order along its table.
  mutating func move(
    _ update: OrderUpdate, at clock: EventTime, because reason: TextPool.Index = TextPool.broker
  ) {
    let event: OrderEvent
    switch update.news {
    case .filled(let units, _): event = self.event(units, of: list[update.order])
    case .cancelled:
      event = .cancelled
      list[update.order].texts.reason = reason
    case .rejected(let denial):
      event = .rejected
      list[update.order].failure = denial.reason
    case .lost: event = .lost
    case .found: event = .found
    case .changed, .changeRejected, .cancelRejected: return
    }
    list[update.order].move(by: event, at: clock)
  }

  @inline(__always)
  private func event(_ units: Int64, of order: borrowing Order) -> OrderEvent {
    order.filled + units < order.quantity ? .partlyFilled : .filled
  }

  /// Adds an execution to what an order has filled.
  @inline(__always)
  mutating func book(_ execution: borrowing Book.Execution, units: Int64, of index: Int) {
    if list[index].totals.add(units: units, value: execution.value, execution.entry) {
      filledCount += 1
    }
  }

  // MARK: Going back

  /// Takes the last orders back, down to a count, and the numbers they had.
  mutating func truncate(to count: Int, lastNumber: Int32) {
    for index in count..<max(count, list.count) where list[index].isAsked && list[index].isEntry {
      entriesAsked -= 1
    }
    list.truncate(to: count)
    self.lastNumber = lastNumber
    plans.removeAll { $0.order >= count }
  }

  /// Enters an order again that was truncated away, under the number that comes next.
  mutating func reenter(_ order: Order) -> Int {
    lastNumber += 1
    var order = order
    order.number = lastNumber
    return list.append(order)
  }

  /// Moves the numbers of the orders from a place on.
  mutating func renumber(from place: Int, by offset: Int32) {
    lastNumber += offset
    guard offset != 0 else { return }
    for index in place..<list.count { list[index].number += offset }
  }
}
