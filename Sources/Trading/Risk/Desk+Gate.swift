import Market
import Money

/// What an order passes is `mutating`, though it changes nothing: a desk is so large that calling a
/// method which only reads costs more than what most of these read, because it is copied for that.
extension Desk {
  /// The one gate: every request of a script, a person or the API passes it, in this order of
  /// precedence.
  ///
  /// - Returns: The terms with prices on the grid, whether it is an entry, and the cash to hold.
  mutating func approve(_ request: OrderRequest) throws(Denial) -> (OrderTerms, ApprovedRequest) {
    try checkPhase()
    let quantity = try checkedQuantity(request.quantity)
    let (price, trigger) = try checkedPrices(request)
    let terms = OrderTerms(
      side: request.side, instrument: request.instrument, type: request.type, price: price,
      trigger: trigger, cancelsRestingExits: request.cancelsRestingExits,
      opensAfterClose: request.opensAfterClose, quantity: quantity)
    return (terms, try approve(terms, protection: request.protection))
  }

  /// Whether requests are taken at all.
  mutating func checkPhase() throws(Denial) {
    if mode == .halted { throw Denial(.halted, "Trading is halted.") }
    if phase == .closed {
      throw Denial(.notReady, "Orders are taken from the first tick to the last, not now.")
    }
  }

  /// The part of the gate that begins with checked numbers.
  mutating func approve(_ terms: OrderTerms, protection: ProtectionRequest?) throws(Denial)
    -> ApprovedRequest
  {
    let place = terms.instrument.position
    guard slots[place].sequence > 0 else {
      throw Denial(.notReady, "No price of \(instruments[place].symbol) yet.")
    }
    let isEntry = try classify(terms)
    guard isEntry else { return ApprovedRequest(isEntry: false, hold: .zero) }
    try checkLot(terms.quantity, at: place)
    try checkMoment(at: place)
    let unit = try entryUnit(
      side: terms.side, price: terms.price, trigger: terms.trigger, at: place)
    try checkLimits(at: place)
    // A flip closes what is held first, so only the other side counts.
    let held = slots[place].position.quantity
    let isFlip = held != 0 && (held > 0) != (terms.side == .buy)
    let size = isFlip ? 0 : Int128(held.magnitude)
    try checkSize(
      after: size + Int128(slots[place].pendingEntries) + Int128(terms.quantity), unit: unit)
    if let protection { try checkProtection(protection, of: terms, unit: unit) }
    let hold = try hold(quantity: terms.quantity, unit: unit)
    try checkFunds(hold, free: Int128(freeCash.micros))
    return ApprovedRequest(isEntry: true, hold: hold)
  }

  /// The limit and the trigger on the grid; those that a type needs must be there, others are dropped.
  private mutating func checkedPrices(_ request: OrderRequest) throws(Denial) -> (Price?, Price?) {
    var price: Price?
    var trigger: Price?
    if request.type.hasPrice {
      price = try gridPrice(request.price, of: request, isTrigger: false)
      if price == nil {
        throw Denial(.price, "Price: expected one for a \(request.type.text) order, was none")
      }
    }
    if request.type.hasTrigger {
      trigger = try gridPrice(request.trigger, of: request, isTrigger: true)
      if trigger == nil {
        throw Denial(.price, "Trigger: expected one for a \(request.type.text) order, was none")
      }
    }
    return (price, trigger)
  }

  /// Whether an entry's protection lies on its side of the market and above zero.
  private mutating func checkProtection(
    _ protection: ProtectionRequest, of terms: OrderTerms, unit: Price
  ) throws(Denial) {
    let isLong = terms.side == .buy
    let slot = slots[terms.instrument.position]
    try checkSides(
      protection, isLong: isLong, slot: slot, orderPrice: terms.trigger ?? terms.price)
    let arithmetic = LevelArithmetic(
      price: unit, protection: slot.protection,
      increment: instruments[terms.instrument.position].increment)
    try checkDistances(protection, isLong: isLong, from: arithmetic, nil)
  }

  private mutating func checkedQuantity(_ quantity: RequestedQuantity) throws(Denial) -> Int64 {
    switch quantity {
    case .whole(let number): return try checkedQuantity(number)
    case .invalid(let text):
      throw Denial(.quantity, "Quantity: expected a whole number above zero, was \(text)")
    }
  }

  mutating func checkedQuantity(_ number: Int64) throws(Denial) -> Int64 {
    guard number <= 0 else { return number }
    throw Denial(.quantity, "Quantity: expected a whole number above zero, was \(number)")
  }

  /// Limits go to the passive side (a buy's down, a sell's up), triggers away from the market (a buy
  /// stop's up, a sell stop's down).
  func gridPrice(_ price: RequestedPrice?, of request: OrderRequest, isTrigger: Bool)
    throws(Denial) -> Price?
  {
    guard let price else { return nil }
    let name = isTrigger ? "Trigger" : "Price"
    guard case .nanos(let nanos) = price else {
      guard case .invalid(let text) = price else { return nil }
      throw Denial(.price, "\(name): expected a price above zero, was \(text)")
    }
    let increment = instruments[request.instrument.position].increment
    let rounding: PriceGrid.Rounding =
      (request.side == .buy) == isTrigger ? .up : .down
    guard
      let snapped = PriceGrid.snap(nanos: nanos, increment: increment, rounding: rounding)
    else {
      throw Denial(.price, "\(name): expected at least one increment of \(increment)")
    }
    return snapped
  }

  /// Whether the request opens or increases; exits must be covered by what is held and free.
  private mutating func classify(_ terms: OrderTerms) throws(Denial) -> Bool {
    let place = terms.instrument.position
    let quantity = terms.quantity
    let held = slots[place].position.quantity
    let isExit = terms.side == .sell ? held > 0 : held < 0
    if isExit {
      let resting = terms.cancelsRestingExits ? restingExitQuantity(terms.instrument) : 0
      let available = slots[place].position.size - slots[place].heldForExits + resting
      if quantity <= available { return false }
      if !(terms.opensAfterClose && available == 0) {
        throw .holding(need: quantity, available: available)
      }
    }
    if terms.cancelsRestingExits {
      throw .holding(need: quantity, available: 0)
    }
    if terms.side == .sell, !declaration.allowsShort {
      throw .holding(need: quantity, available: 0)
    }
    return true
  }

  mutating func checkLot(_ quantity: Int64, at place: Int) throws(Denial) {
    let lot = instruments[place].lot
    // Nearly every instrument trades by the unit, and a division takes longer than all else here.
    guard lot != 1, quantity % lot != 0 else { return }
    throw Denial(.lotSize, "Quantity: expected a multiple of the lot \(lot), was \(quantity)")
  }

  mutating func checkMoment(at place: Int) throws(Denial) {
    if mode == .exitOnly { throw Denial(.exitOnly, "Only exits are taken.") }
    if let feedTrouble { throw Denial(.staleFeed, "The feed is \(feedTrouble).") }
    let age = Int128(clock.nanoseconds) - Int128(slots[place].tick.time.nanoseconds)
    if age > Int128(settings.stalenessNanoseconds) {
      let seconds = age / Int128(EventTime.nanosecondsPerSecond)
      let limit = settings.stalenessNanoseconds / EventTime.nanosecondsPerSecond
      throw Denial(
        .staleFeed,
        "The last price of \(instruments[place].symbol) is \(seconds) s old, "
          + "expected at most \(limit) s")
    }
    if let calendar = settings.calendar, let segment = slots[place].segment,
      !calendar.isOpen(segment, at: clock)
    {
      throw Denial(
        .sessionClosed, "The session of \(instruments[place].symbol) is closed.")
    }
    let squareOff = slots[place].squareOffSecond
    guard declaration.noEntryAfterSecond != nil || squareOff != nil else { return }
    let second = IndianTime(clock).secondOfDay
    if let last = declaration.noEntryAfterSecond, second >= last {
      throw Denial(.noEntryAfter, "No entries from \(clockText(last)) on.")
    }
    if let squareOff, second >= squareOff {
      throw Denial(.noEntryAfter, "No entries after the square-off at \(clockText(squareOff)).")
    }
  }

  private func clockText(_ second: Int64) -> String {
    IndianTime(day: 0, secondOfDay: min(max(second, 0), 86_400)).clockText
  }

  private mutating func checkLimits(at place: Int) throws(Denial) {
    let limits = declaration.limits
    if let limit = limits.maxLoss, isLossLimitHit || dayResult <= -Int128(limit.micros) {
      throw Denial(.maxLoss, "The day's loss has reached \(limit.rupeeText).")
    }
    if let limit = limits.maxOrders, dayEntries >= limit {
      throw Denial(.maxOrders, "Entries today: expected at most \(limit), this is one more.")
    }
    if let limit = limits.maxPositions, !slots[place].position.isOpen,
      slots[place].pendingEntries == 0
    {
      let busy = slots.count { $0.position.isOpen || $0.pendingEntries > 0 }
      if busy >= limit {
        throw Denial(.maxPositions, "Open positions: expected at most \(limit), are \(busy)")
      }
    }
    if let limit = limits.cooldownSeconds, let last = slots[place].lastExit {
      let second = Int128(EventTime.nanosecondsPerSecond)
      let elapsed = Int128(clock.nanoseconds) - Int128(last.nanoseconds)
      if elapsed < Int128(limit) * second {
        throw Denial(
          .cooldown, "The last exit was \(elapsed / second) s ago, expected \(limit) s")
      }
    }
  }

  /// Whether a position stays within the limits after an entry.
  mutating func checkSize(after: Int128, unit: Price) throws(Denial) {
    if let limit = declaration.limits.maxQuantity, after > Int128(limit) {
      throw Denial(
        .maxQuantity, "Quantity after the order: expected at most \(limit), was \(after)")
    }
    if let limit = declaration.limits.maxNotional {
      let (value, overflow) = after.multipliedReportingOverflow(by: Int128(unit.micros))
      if overflow || value > Int128(limit.micros) {
        throw Denial(
          .maxNotional, "Value after the order: expected at most \(limit.rupeeText), would be more")
      }
    }
  }

  /// Whether price levels lie on their side of the last price.
  ///
  /// - Parameters:
  ///   - request: The protection.
  ///   - isLong: Of what kind of position.
  ///   - slot: The symbol.
  ///   - orderPrice: Where a resting entry waits: the market at its fill will be there, so a level on
  ///     its side of that price is as good.
  /// - Throws: ``DenialReason/stopSide`` or ``DenialReason/price``.
  func checkSides(
    _ request: ProtectionRequest, isLong: Bool, slot: Slot, orderPrice: Price? = nil
  ) throws(Denial) {
    if let stop = request.stopLoss {
      try checkSide(
        stop, mustBeBelow: isLong, name: "stop-loss", slot: slot, orderPrice: orderPrice)
    }
    for target in request.targets ?? [] {
      try checkSide(
        target.level, mustBeBelow: !isLong, name: "take-profit", slot: slot,
        orderPrice: orderPrice)
    }
  }

  private func checkSide(
    _ level: LevelRequest, mustBeBelow: Bool, name: String, slot: Slot, orderPrice: Price?
  ) throws(Denial) {
    guard case .price(let requested) = level else { return }
    guard case .nanos(let nanos) = requested else {
      guard case .invalid(let text) = requested else { return }
      throw Denial(.price, "\(name): expected a price above zero, was \(text)")
    }
    let increment = instruments[slot.tick.instrument.position].increment
    guard
      let price = PriceGrid.snap(
        nanos: nanos, increment: increment, rounding: mustBeBelow ? .down : .up)
    else {
      throw Denial(.price, "\(name): expected at least one increment of \(increment)")
    }
    let ltp = slot.tick.ltp
    if mustBeBelow ? price < ltp : price > ltp { return }
    if let orderPrice, mustBeBelow ? price < orderPrice : price > orderPrice { return }
    throw Denial(
      .stopSide,
      "\(name): expected \(mustBeBelow ? "below" : "above") the last price \(ltp), was \(price)")
  }

  /// Whether levels at a distance lie above zero and, when a last price is given, on their side of it.
  func checkDistances(
    _ request: ProtectionRequest, isLong: Bool, from arithmetic: LevelArithmetic, _ ltp: Price?
  ) throws(Denial) {
    if case .distance(let stop)? = request.stopLoss {
      try checkDistance(stop, mustBeBelow: isLong, "stop-loss", arithmetic, ltp)
    }
    for target in request.targets ?? [] {
      guard case .distance(let distance) = target.level else { continue }
      try checkDistance(distance, mustBeBelow: !isLong, "take-profit", arithmetic, ltp)
    }
    if let trail = request.trail {
      try checkDistance(trail.by, mustBeBelow: isLong, "trail", arithmetic, nil)
    }
  }

  private func checkDistance(
    _ distance: Distance, mustBeBelow: Bool, _ name: String, _ arithmetic: LevelArithmetic,
    _ ltp: Price?
  ) throws(Denial) {
    // What a multiple of a risk is that the same request sets, shows once the stop is there.
    if distance.needsRisk, arithmetic.riskDenominator == 0 { return }
    let level = arithmetic.level(
      distance, isAbove: !mustBeBelow, rounding: mustBeBelow ? .down : .up)
    guard let level else {
      throw Denial(.price, "\(name): expected a distance that leaves a price above zero")
    }
    guard let ltp, !(mustBeBelow ? level < ltp : level > ltp) else { return }
    throw Denial(
      .stopSide,
      "\(name): expected \(mustBeBelow ? "below" : "above") the last price \(ltp), was \(level)")
  }

  /// The price an entry is held at: the limit, or the market (for a stop: where it will be then).
  mutating func entryUnit(
    side: OrderSide, price: Price?, trigger: Price?, at place: Int
  ) throws(Denial) -> Price {
    let market = side == .buy ? slots[place].tick.ask : slots[place].tick.bid
    guard market > .zero else {
      throw Denial(
        .notReady, "No \(side == .buy ? "ask" : "bid") of \(instruments[place].symbol).")
    }
    // A buy never pays more than its limit; a sale may bring more, and then blocks more.
    guard let price else { return max(market, trigger ?? market) }
    return side == .buy ? price : max(market, price)
  }

  /// The cash an entry holds: its value and its commission.
  mutating func hold(quantity: Int64, unit: Price) throws(Denial) -> Amount {
    do throws(MoneyError) {
      let value = try unit.value(of: quantity)
      return try value.adding(settings.commissionRate.charge(on: value))
    } catch {
      throw Denial(.quantity, "Quantity: the value of \(quantity) at \(unit) is out of range")
    }
  }

  mutating func checkFunds(_ need: Amount, free: Int128) throws(Denial) {
    guard Int128(need.micros) > free else { return }
    throw .balance(need: need, available: Amount(micros: Int64(clamping: free)))
  }

  /// The wallet less what working and staged entries hold.
  var freeCash: Amount {
    Amount(micros: Int64(clamping: Int128(ledger.wallet.micros) - Int128(heldCash)))
  }

  /// Units of resting exits of a symbol that `close()` would take back.
  mutating func restingExitQuantity(_ instrument: InstrumentID) -> Int64 {
    working.reduce(0) { sum, order in
      order.instrument == instrument && !order.isEntry && order.holdsQuantity && order.isResting
        ? sum + order.heldUnits : sum
    }
  }
}
