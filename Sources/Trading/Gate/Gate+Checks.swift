import Market
import Money

/// The questions of the gate, one by one.
extension Gate {
  /// The limit and the trigger on the grid; those that a type needs must be there, others are dropped.
  mutating func checkedPrices(_ request: OrderRequest) throws(Denial) -> (Price?, Price?) {
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

  mutating func checkedQuantity(_ quantity: RequestedQuantity) throws(Denial) -> Int64 {
    switch quantity {
    case .whole(let number): return try checkedQuantity(number)
    case .invalid(let text):
      throw Denial(.quantity, "Quantity: expected a whole number above zero, was \(text)")
    }
  }

  @inline(__always)
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

  /// A price of a change, on the grid of the order it changes.
  func checkedPrice(
    _ price: RequestedPrice?, of order: ApprovedOrder, isTrigger: Bool
  ) throws(Denial) -> Price? {
    let shape = OrderRequest(
      side: order.side, instrument: order.instrument, quantity: .whole(1), type: order.type)
    let checked = try gridPrice(price, of: shape, isTrigger: isTrigger)
    if checked != nil, !(isTrigger ? order.type.hasTrigger : order.type.hasPrice) {
      throw Denial(
        .price, "A \(order.type.text) order has no \(isTrigger ? "trigger" : "price").")
    }
    return checked
  }

  /// Whether a request opens or increases; exits must be covered by what is held and free.
  @inline(__always)
  mutating func isEntry(_ terms: OrderTerms, _ now: Circumstances, restingExits: Int64)
    throws(Denial) -> Bool
  {
    let quantity = terms.quantity
    if terms.side == .sell ? now.held > 0 : now.held < 0 {
      let available = now.size - now.load.exits + restingExits
      if quantity <= available { return false }
      if !(terms.opensAfterClose && available == 0) {
        throw .holding(need: quantity, available: available)
      }
    }
    if terms.cancelsRestingExits { throw .holding(need: quantity, available: 0) }
    if terms.side == .sell, !declaration.allowsShort {
      throw .holding(need: quantity, available: 0)
    }
    return true
  }

  @inline(__always)
  mutating func checkTradable(at place: Int) throws(Denial) {
    guard instruments[place].lot == 0 else { return }
    throw Denial(
      .lotSize, "\(instruments[place].symbol) has lot 0: it is an index, which cannot be traded.")
  }

  @inline(__always)
  mutating func checkLot(_ quantity: Int64, at place: Int) throws(Denial) {
    let lot = instruments[place].lot
    // Nearly every instrument trades by the unit, and a division takes longer than all else here.
    if lot > 1, quantity % lot != 0 {
      throw Denial(.lotSize, "Quantity: expected a multiple of the lot \(lot), was \(quantity)")
    }
    guard let freeze = instruments[place].freeze, quantity > freeze else { return }
    throw Denial(
      .quantity,
      "Quantity: expected at most the freeze quantity \(freeze) in one order, was \(quantity)")
  }

  /// Whether an entry suits how the position is, or may be, financed.
  @inline(__always)
  mutating func checkProduct(_ product: Product, of terms: OrderTerms, _ now: Circumstances)
    throws(Denial)
  {
    if now.held != 0, !terms.opensAfterClose, product != now.product {
      throw .product(held: now.product, asked: product)
    }
    guard terms.side == .sell, product != .intraday else { return }
    let place = terms.instrument.position
    // Shares cannot be sold short over night; derivatives can, and simulated symbols.
    let listed = ListedSymbol(parsing: instruments[place].symbol)
    if product == .margin, listed?.isDerivative ?? true { return }
    throw Denial(
      .quantity,
      "A short of \(instruments[place].symbol) cannot be held as \(product.rawValue); "
        + "expected the product INTRADAY.")
  }

  @inline(__always)
  mutating func checkMoment(at place: Int, _ product: Product, _ now: Circumstances)
    throws(Denial)
  {
    if now.allowance.mode == .exitOnly { throw Denial(.exitOnly, "Only exits are taken.") }
    if now.allowance.isClockDoubted {
      throw Denial(
        .exitOnly, "The machine's clock was set: scripts enter nothing until resume.")
    }
    // What waits for the next continuous trading is judged again as it is sent.
    guard now.market.isOpen else { return }
    if let trouble = now.allowance.feedTrouble {
      throw Denial(.staleFeed, "The feed is \(trouble.rawValue).")
    }
    switch now.market.interruption {
    case .none: break
    case .lostFeed:
      throw Denial(
        .staleFeed, "\(instruments[place].symbol) has not ticked since the feed was lost.")
    case .absence:
      throw Denial(
        .staleFeed, "\(instruments[place].symbol) has not ticked since nobody was there.")
    }
    let age = Int128(now.clock.nanoseconds) - Int128(now.quoteTime.nanoseconds)
    if now.market.isQuoteLive, age > Int128(settings.stalenessNanoseconds) {
      let seconds = age / Int128(EventTime.nanosecondsPerSecond)
      let limit = settings.stalenessNanoseconds / EventTime.nanosecondsPerSecond
      throw Denial(
        .staleFeed,
        "The last price of \(instruments[place].symbol) is \(seconds) s old, "
          + "expected at most \(limit) s (--staleness)")
    }
    if let last = declaration.noEntryAfterSecond,
      IndianTime(now.clock).secondOfDay >= last
    {
      throw Denial(.noEntryAfter, "No entries from \(clockText(last)) on.")
    }
    if now.market.squareOffAt <= now.clock.nanoseconds,
      !now.market.isOnlyIntradaySquaredOff || product == .intraday
    {
      let second = IndianTime(EventTime(nanoseconds: now.market.squareOffAt)).secondOfDay
      throw Denial(.noEntryAfter, "No entries after the square-off at \(clockText(second)).")
    }
  }

  private func clockText(_ second: Int64) -> String {
    IndianTime(day: 0, secondOfDay: min(max(second, 0), 86_400)).clockText
  }

  @inline(__always)
  mutating func checkLimits(_ now: Circumstances, busyPositions busy: Int) throws(Denial) {
    let limits = declaration.limits
    if let limit = limits.maxLoss, now.day.isLossLimitHit || now.day.result <= -Int128(limit.micros)
    {
      throw Denial(.maxLoss, "The day's loss has reached \(limit.rupeeText).")
    }
    if let limit = limits.maxOrders, now.day.entries >= limit {
      throw Denial(.maxOrders, "Entries today: expected at most \(limit), this is one more.")
    }
    if let limit = limits.maxPositions, now.held == 0, now.load.entries == 0 {
      if busy >= limit {
        throw Denial(.maxPositions, "Open positions: expected at most \(limit), are \(busy)")
      }
    }
    if let limit = limits.cooldownSeconds, let last = now.lastExit {
      let second = Int128(EventTime.nanosecondsPerSecond)
      let elapsed = Int128(now.clock.nanoseconds) - Int128(last.nanoseconds)
      if elapsed < Int128(limit) * second {
        throw Denial(
          .cooldown, "The last exit was \(elapsed / second) s ago, expected \(limit) s")
      }
    }
  }

  /// Whether a position stays within the limits after an entry.
  @inline(__always)
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

  /// The price an entry is held at: the limit, or the market (for a stop: where it will be then).
  ///
  /// Where nobody quotes, the last price stands for the market.
  @inline(__always)
  mutating func entryUnit(
    _ side: OrderSide, price: Price?, trigger: Price?, _ now: Circumstances
  ) -> Price {
    let quote = side == .buy ? now.ask : now.bid
    let market = quote > .zero ? quote : now.ltp
    // A buy never pays more than its limit; a sale may bring more, and then blocks more.
    guard let price else { return max(market, trigger ?? market) }
    return side == .buy ? price : max(market, price)
  }

  /// The cash an entry holds: its value and its commission.
  @inline(__always)
  mutating func hold(quantity: Int64, unit: Price) throws(Denial) -> Amount {
    do throws(MoneyError) {
      let value = try unit.value(of: quantity)
      return try value.adding(settings.charges.charges(on: value).total())
    } catch {
      throw Denial(.quantity, "Quantity: the value of \(quantity) at \(unit) is out of range")
    }
  }

  @inline(__always)
  mutating func checkFunds(_ need: Amount, free: Int128) throws(Denial) {
    guard Int128(need.micros) > free else { return }
    throw .balance(need: need, available: Amount(micros: Int64(clamping: free)))
  }
}
