public import Market
public import Money

/// The one gate: every request of a script, a person or the API passes it, in one order of precedence.
///
/// It is pure: from a request and the circumstances it makes an ``ApprovedOrder`` or a ``Denial``, and changes
/// nothing. What an order passes on its way is `mutating` all the same: a method that only reads would be
/// given a copy of the gate, which costs more than what it does.
struct Gate: Sendable {
  /// What the script declared.
  let declaration: StrategyDeclaration
  /// How prices of the paper exchange are charged, and how old a price may be.
  let settings: Desk.Settings
  /// The instruments, in the order of ids.
  private(set) var instruments: [Instrument] = []
  /// Where they trade; nil outside the Indian calendar.
  private(set) var segments: [MarketSegment?] = []

  init(_ declaration: StrategyDeclaration, _ settings: Desk.Settings) {
    self.declaration = declaration
    self.settings = settings
  }

  /// Takes the next instrument.
  mutating func add(_ instrument: Instrument) {
    instruments.append(instrument)
    segments.append(settings.calendar?.segment(of: instrument.symbol))
  }

  /// Judges a request.
  ///
  /// - Parameters:
  ///   - request: The request, of a known symbol.
  ///   - now: The circumstances.
  ///   - busyPositions: Symbols that are not flat or have entries under way; asked only where limited.
  ///   - restingExits: Units of resting exits that the request takes the place of.
  ///   - risk: The first risk of what is held, for levels that are multiples of it.
  /// - Returns: The approved order, with its prices on the grid and the cash to hold.
  /// - Throws: The denial.
  mutating func approve(
    _ request: OrderRequest, _ now: Circumstances, busyPositions: Int, restingExits: Int64,
    risk: Risk
  ) throws(Denial) -> ApprovedOrder {
    try checkReadiness(
      of: request.instrument.position, now, mayWait: request.waitsForOpen)
    let quantity = try checkedQuantity(request.quantity)
    let (price, trigger) = try checkedPrices(request)
    var terms = OrderTerms(
      side: request.side, instrument: request.instrument, type: request.type, price: price,
      trigger: trigger, cancelsRestingExits: request.cancelsRestingExits,
      opensAfterClose: request.follows != nil, quantity: quantity)
    terms.validity = request.validity
    terms.waitsForOpen = request.waitsForOpen
    terms.product = request.product
    return try approve(
      terms, protection: request.protection, now, busyPositions: busyPositions,
      restingExits: restingExits, risk: risk)
  }

  /// The same for a plain market order of the script.
  @inline(__always)
  mutating func approve(
    market side: OrderSide, _ instrument: InstrumentID, quantity: Int64, isClose: Bool,
    _ now: Circumstances, busyPositions: Int, restingExits: Int64
  ) throws(Denial) -> ApprovedOrder {
    try checkReadiness(of: instrument.position, now, mayWait: false)
    var terms = OrderTerms(
      side: side, instrument: instrument, type: .market, quantity: try checkedQuantity(quantity))
    terms.cancelsRestingExits = isClose
    return try approve(
      terms, protection: nil, now, busyPositions: busyPositions, restingExits: restingExits,
      risk: Risk())
  }

  /// Approves an exit that the engine owes: protection, a limit, a barrier, the operator.
  ///
  /// The terms are those of a market order against what is held, of no more than is not on its way out.
  func approve(owed terms: OrderTerms, _ now: Circumstances) -> ApprovedOrder {
    precondition(
      terms.quantity > 0 && terms.quantity <= now.size - now.load.exits
        && (terms.side == .sell) == (now.held > 0),
      "an exit that is owed sells what is held and no more")
    return ApprovedOrder(
      terms, isEntry: false, product: now.product, hold: .zero, askedAt: now.clock)
  }

  /// Judges an order again that has waited, as it is sent.
  ///
  /// - Parameters:
  ///   - order: The order, which holds nothing at the moment.
  ///   - filled: Units of it that are filled.
  ///   - protection: The protection of what it opens.
  ///   - now: The circumstances.
  ///   - busyPositions: As for a new request.
  ///   - risk: As for a new request.
  /// - Returns: The order as it is sent.
  /// - Throws: The denial.
  mutating func approve(
    again order: ApprovedOrder, filled: Int64, protection: ProtectionRequest?,
    _ now: Circumstances, busyPositions: Int, risk: Risk
  ) throws(Denial) -> ApprovedOrder {
    try checkReadiness(of: order.instrument.position, now, mayWait: false)
    var terms = OrderTerms(
      side: order.side, instrument: order.instrument, type: order.type, price: order.price,
      trigger: order.trigger, quantity: order.quantity - filled)
    terms.validity = order.validity
    terms.product = order.product
    let again = try approve(
      terms, protection: protection, now, busyPositions: busyPositions, restingExits: 0, risk: risk)
    guard again.isEntry == order.isEntry else {
      throw Denial(.quantity, "The position turned around before the order could be sent.")
    }
    var sent = order
    sent.renew(hold: again.hold, askedAt: now.clock)
    return sent
  }

  /// Whether requests of a symbol are taken at all, at this moment.
  @inline(__always)
  private mutating func checkReadiness(
    of place: Int, _ now: Circumstances, mayWait: Bool
  ) throws(Denial) {
    if now.allowance.phase == .closed {
      throw Denial(.notReady, "Orders are taken from the first tick to the last, not now.")
    }
    guard now.hasTicked else {
      throw Denial(.notReady, "No price of \(instruments[place].symbol) yet.")
    }
    if !now.market.isOpen, !mayWait { throw closed(place) }
    if now.allowance.mode == .halted { throw Denial(.halted, "Trading is halted.") }
  }

  private func closed(_ place: Int) -> Denial {
    Denial(.sessionClosed, "The session of \(instruments[place].symbol) is closed.")
  }

  /// The part of the gate that begins with checked numbers.
  @inline(__always)
  private mutating func approve(
    _ terms: OrderTerms, protection: ProtectionRequest?, _ now: Circumstances, busyPositions: Int,
    restingExits: Int64, risk: Risk
  ) throws(Denial) -> ApprovedOrder {
    let place = terms.instrument.position
    try checkTradable(at: place)
    guard try isEntry(terms, now, restingExits: restingExits) else {
      return ApprovedOrder(
        terms, isEntry: false, product: now.product, hold: .zero, askedAt: now.clock)
    }
    let product = terms.product ?? declaration.product
    try checkProduct(product, of: terms, now)
    try checkLot(terms.quantity, at: place)
    try checkMoment(at: place, product, now)
    let unit = entryUnit(terms.side, price: terms.price, trigger: terms.trigger, now)
    try checkLimits(now, busyPositions: busyPositions)
    // A flip closes what is held first, so only the other side counts.
    let isFlip = now.held != 0 && (now.held > 0) != (terms.side == .buy)
    let size = isFlip ? 0 : Int128(now.held.magnitude)
    try checkSize(after: size + Int128(now.load.entries) + Int128(terms.quantity), unit: unit)
    if let protection { try check(protection, of: terms, unit: unit, now, risk) }
    let hold = try hold(quantity: terms.quantity, unit: unit)
    try checkFunds(hold, free: now.freeCash)
    return ApprovedOrder(
      terms, isEntry: true, product: product, hold: hold, askedAt: now.clock)
  }

  /// Judges a change of a working or staged order like a new request.
  ///
  /// - Parameters:
  ///   - current: The order, with the changes that are on their way.
  ///   - filled: Units of it that are filled.
  ///   - price: The limit asked for; nil: as it is.
  ///   - trigger: The trigger asked for; nil: as it is.
  ///   - quantity: The new total asked for; nil: as it is.
  ///   - now: The circumstances.
  /// - Returns: The terms as they become.
  /// - Throws: The denial.
  mutating func approve(
    changeOf current: WorkingOrder, filled: Int64, price: RequestedPrice?,
    trigger: RequestedPrice?, quantity: RequestedQuantity?, _ now: Circumstances
  ) throws(Denial) -> ApprovedChange {
    let order = current.approved
    let last = current.changes.last
    let newPrice = try checkedPrice(price, of: order, isTrigger: false)
    let newTrigger = try checkedPrice(trigger, of: order, isTrigger: true)
    let oldTotal = last?.quantity ?? order.quantity
    var total = oldTotal
    if let quantity {
      guard let number = quantity.wholeNumber, number > filled else {
        throw Denial(
          .quantity,
          "Quantity: expected a whole number above the \(filled) filled, was \(quantity.text)")
      }
      total = number
    }
    let limit = newPrice ?? last?.price ?? order.price
    let stop = newTrigger ?? last?.trigger ?? order.trigger
    let remaining = total - filled
    var hold = Amount.zero
    if order.isEntry {
      let place = order.instrument.position
      try checkLot(remaining, at: place)
      let unit = entryUnit(order.side, price: limit, trigger: stop, now)
      // A change that asks for more passes the gate like a new entry.
      if total > oldTotal || newPrice != nil || newTrigger != nil {
        try checkMoment(at: place, order.product, now)
        let others = Int128(now.load.entries) - Int128(current.heldUnits)
        try checkSize(after: Int128(now.size) + others + Int128(remaining), unit: unit)
      }
      hold = try self.hold(quantity: remaining, unit: unit)
      try checkFunds(hold, free: now.freeCash + Int128(current.hold.micros))
    } else {
      let available = now.size - now.load.exits + current.heldUnits
      if remaining > available { throw .holding(need: remaining, available: available) }
    }
    return ApprovedChange(
      price: limit, trigger: stop, hold: hold, askedAt: now.clock, quantity: total)
  }
}

/// A request that passed the gate; nothing but the gate makes one, and an exchange takes nothing else.
public struct ApprovedOrder: Equatable, Codable, Sendable {
  /// Which way.
  public let side: OrderSide
  /// Of what.
  public let instrument: InstrumentID
  /// How it finds its price.
  public let type: OrderType
  /// Whether it opens or increases a position.
  public let isEntry: Bool
  /// Whether resting exits of the symbol are taken back as it is sent (`close()`).
  public let cancelsRestingExits: Bool
  /// How long it works.
  public let validity: OrderValidity
  /// How the position that it opens, or that it is an exit of, is financed.
  public let product: Product
  /// Whether it waits for the symbol's next continuous trading when it is asked for outside of it.
  let waitsForOpen: Bool
  /// The limit, on the grid.
  public private(set) var price: Price?
  /// The trigger, on the grid.
  public private(set) var trigger: Price?
  /// The cash to hold for it.
  public private(set) var hold: Amount
  /// The time of the event in which it was asked for, or sent after it had waited.
  public private(set) var askedAt: EventTime
  /// Units, filled ones included.
  public private(set) var quantity: Int64

  fileprivate init(
    _ terms: OrderTerms, isEntry: Bool, product: Product, hold: Amount, askedAt: EventTime
  ) {
    side = terms.side
    instrument = terms.instrument
    type = terms.type
    self.isEntry = isEntry
    cancelsRestingExits = terms.cancelsRestingExits
    validity = terms.validity
    waitsForOpen = terms.waitsForOpen
    self.product = product
    price = terms.price
    trigger = terms.trigger
    self.hold = hold
    self.askedAt = askedAt
    quantity = terms.quantity
  }

  /// Is sent now, after it has waited, and holds what it needs now.
  fileprivate mutating func renew(hold: Amount, askedAt: EventTime) {
    self.hold = hold
    self.askedAt = askedAt
  }

  /// Takes the terms of a change that passed the gate as well.
  mutating func take(_ change: ApprovedChange) {
    price = change.price
    trigger = change.trigger
    hold = change.hold
    quantity = change.quantity
  }
}

/// New terms of a working order that passed the gate; nothing but the gate makes them.
public struct ApprovedChange: Equatable, Codable, Sendable {
  /// The limit, on the grid.
  public let price: Price?
  /// The trigger, on the grid.
  public let trigger: Price?
  /// The cash an entry holds under these terms.
  public let hold: Amount
  /// The time of the event in which it was asked for.
  public let askedAt: EventTime
  /// The new total, filled units included.
  public let quantity: Int64

  fileprivate init(
    price: Price?, trigger: Price?, hold: Amount, askedAt: EventTime, quantity: Int64
  ) {
    self.price = price
    self.trigger = trigger
    self.hold = hold
    self.askedAt = askedAt
    self.quantity = quantity
  }
}
