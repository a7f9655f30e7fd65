import Market
public import Money

/// The money of one desk and what it holds: ledger, positions, the tally of trips, the day so far.
///
/// Executions are the only thing that moves money here. Each is first computed whole and then applied, so
/// that one which cannot be leaves nothing behind; after each, the positions must add up to the ledger.
public struct Book: Codable, Sendable {
  /// What is held of one symbol, and the last tick, which values it.
  struct Holding: Codable, Sendable {
    /// Whether the script declared the symbol.
    var isDeclared = false
    /// The last tick; meaningless while `sequence` is 0.
    var tick = Tick(
      time: EventTime(nanoseconds: 0), instrument: InstrumentID(index: 0), bid: .zero, ask: .zero,
      ltp: .zero)
    /// The number of the last tick; 0 before the first.
    var sequence: Int64 = 0
    /// What is held.
    var position = Position()
    /// When the symbol was last exited; nil before.
    var lastExit: EventTime?
    /// Whether the last tick may fill orders: it came in the continuous trading that is under way.
    var isQuoteLive = false
    /// What has happened to its prices since the last tick.
    var interruption = Interruption.none
    /// The last price of continuous trading, once a tick came outside of it; nil: the last price is one.
    var openMark: Price?
  }

  /// What counts for one Indian date.
  struct Day: Codable, Sendable {
    /// What the portfolio was worth when it began, with the marks of continuous trading.
    var start: Amount
    /// Entries that got an id.
    var entries: Int64 = 0
    /// Whether the day's loss limit was reached.
    var isLossLimitHit = false
    /// Whether a fill may have spent the day's loss since it was last looked at.
    var isLossCheckDue = false
  }

  /// A change of the portfolio's value, for the account of several desks.
  struct ValueMove: Codable, Sendable {
    /// The number of the tick.
    var sequence: Int64
    /// The change, in millionths.
    var delta: Int64
  }

  /// The money.
  public private(set) var ledger: Ledger
  /// Trips from flat to flat.
  public private(set) var trades = TradeTally()
  /// Portfolio values at the last tick of each Indian date.
  public private(set) var dailyValues: [Amount] = []
  /// By symbol, in the order of ids.
  private(set) var holdings: [Holding] = []
  /// The symbols the script declared, in its order.
  private(set) var declared: [InstrumentID] = []
  private var ranks: [Int] = []
  /// How many positions are short.
  private(set) var shortPositions = 0
  /// Symbols outside of their continuous trading.
  private var closedMarks = 0
  /// What protection watches.
  let trigger: TriggerPrice
  /// Changes of the portfolio's value since they were last taken; only where ``isTraced``.
  var moves: [ValueMove] = []
  /// Whether changes of the portfolio's value are written down.
  var isTraced = false
  /// How many symbols are not flat.
  private(set) var openPositions = 0
  /// The date that is under way.
  var day: Day

  /// A book with cash and nothing else.
  init(initial: Amount, trigger: TriggerPrice = .ltp) {
    self.trigger = trigger
    ledger = Ledger(initial: initial)
    day = Day(start: initial)
  }

  /// Makes room for the next symbol.
  ///
  /// - Parameters:
  ///   - instrument: The symbol.
  ///   - rank: Where it stands among the declared ones; nil: it is not declared.
  mutating func add(_ instrument: InstrumentID, rank: Int?) {
    var holding = Holding()
    holding.isDeclared = rank != nil
    holdings.append(holding)
    guard let rank else { return }
    let place = ranks.firstIndex { $0 > rank } ?? ranks.count
    ranks.insert(rank, at: place)
    declared.insert(instrument, at: place)
  }

  /// The day's realized and unrealized profit with the marks of continuous trading, in millionths.
  ///
  /// A mark outside of it ends nothing; O(symbols) where there is one.
  @inline(__always)
  var dayResult: Int128 {
    let whole = Int128(ledger.portfolio.micros) - Int128(day.start.micros)
    return closedMarks == 0 ? whole : whole - Self.marksOutside(of: declared, holdings)
  }

  /// What the shorts that lose have lost, in millionths; O(symbols) where there are shorts.
  @inline(__always)
  var lossOfShorts: Int128 {
    shortPositions == 0 ? 0 : Self.lossOfShorts(among: declared, holdings)
  }

  /// Closes the books of an Indian date and begins the next.
  ///
  /// - Parameter hadTicks: Whether a declared symbol ticked on it; only then it has a value.
  mutating func endDay(hadTicks: Bool) {
    if hadTicks { noteValue() }
    let outside = closedMarks == 0 ? 0 : Self.marksOutside(of: declared, holdings)
    let start = Amount(micros: Int64(clamping: Int128(ledger.portfolio.micros) - outside))
    day = Day(start: start, isLossCheckDue: day.isLossCheckDue)
  }

  /// Writes down what the portfolio is worth at the end of a date.
  mutating func noteValue() { dailyValues.append(ledger.portfolio) }

  /// Takes a symbol's tick as its last, and values what is held at it.
  ///
  /// - Parameters:
  ///   - tick: The tick.
  ///   - sequence: Its number.
  ///   - isOpen: Whether the symbol trades continuously.
  /// - Throws: ``MoneyError/overflow``; position and ledger are then as before, the tick is the last.
  @inline(__always)
  mutating func take(_ tick: borrowing Tick, sequence: Int64, isOpen: Bool) throws(MoneyError) {
    let place = tick.instrument.position
    if isOpen != holdings[place].isQuoteLive || holdings[place].interruption != .none {
      note(place, isOpen: isOpen)
    }
    holdings[place].tick = copy tick
    holdings[place].sequence = sequence
    guard holdings[place].position.isOpen else { return }
    let before = ledger.worth
    try holdings[place].position.mark(at: tick.ltp, in: &ledger)
    if isOpen {
      let isLong = holdings[place].position.isLong
      holdings[place].position.follow(trigger.price(in: tick, isLong: isLong))
    }
    if isTraced { trace(ledger.worth.micros &- before.micros, sequence) }
  }

  /// Takes note of a symbol's first tick of continuous trading, or after a gap.
  private mutating func note(_ place: Int, isOpen: Bool) {
    holdings[place].interruption = .none
    guard isOpen else { return }
    holdings[place].isQuoteLive = true
    guard holdings[place].openMark != nil else { return }
    holdings[place].openMark = nil
    closedMarks -= 1
  }

  private mutating func trace(_ delta: Int64, _ sequence: Int64) {
    if delta != 0 { moves.append(ValueMove(sequence: sequence, delta: delta)) }
  }

  /// A symbol's continuous trading has ended: its last tick fills no orders any more.
  mutating func endQuote(_ place: Int) {
    holdings[place].isQuoteLive = false
    guard holdings[place].openMark == nil else { return }
    holdings[place].openMark = holdings[place].tick.ltp
    closedMarks += 1
  }

  /// Prices were interrupted: every symbol waits for its next tick.
  mutating func interrupt(_ interruption: Interruption) {
    for place in holdings.indices {
      if interruption == .absence { holdings[place].isQuoteLive = false }
      holdings[place].interruption = max(holdings[place].interruption, interruption)
    }
  }

  /// Takes ticks of one symbol, and values what is held at each.
  ///
  /// - Parameters:
  ///   - ticks: The ticks, at least one.
  ///   - first: The number of the first.
  ///   - isOpen: Whether the symbol trades continuously.
  ///   - marked: How many counted; fewer than there are when it throws.
  /// - Throws: ``MoneyError/overflow``; position and ledger are then as after the tick before.
  mutating func take(
    _ ticks: Span<Tick>, from first: Int64, isOpen: Bool, marked: inout Int
  ) throws(MoneyError) {
    let last = ticks.count - 1
    let place = ticks[last].instrument.position
    guard !holdings[place].position.isOpen || (trigger == .ltp && !isTraced) else {
      for index in ticks.indices {
        try take(ticks[index], sequence: first &+ Int64(index), isOpen: isOpen)
        marked += 1
      }
      return
    }
    if isOpen != holdings[place].isQuoteLive || holdings[place].interruption != .none {
      note(place, isOpen: isOpen)
    }
    holdings[place].tick = ticks[last]
    holdings[place].sequence = first &+ Int64(last)
    guard holdings[place].position.isOpen else { return }
    try holdings[place].position.mark(
      at: ticks, in: &ledger, isFollowed: isOpen, marked: &marked)
  }

  /// Counts a closed bar for an open position.
  mutating func countBar(_ place: Int) {
    guard holdings[place].position.isOpen else { return }
    holdings[place].position.barsHeld += 1
  }

  // MARK: Executions

  /// What was dealt: enough to know what it does to the books.
  struct Deal: Sendable {
    /// The symbol's place.
    var place: Int
    /// Which way.
    var side: OrderSide
    /// Whether it opens or increases a position.
    var isEntry: Bool
    /// Units, above zero.
    var units: Int64
    /// The price of a unit.
    var price: Price
    /// How what it opens is financed.
    var product = Product.intraday
  }

  /// What an execution does to the books; nothing is changed yet.
  struct Execution: Sendable {
    /// What moves in the ledger.
    var entry: LedgerEntry
    /// The ledger after it.
    var ledger: Ledger
    /// Price times quantity.
    var value: Amount
    /// The position after it.
    var quantity: Int64
    var cost: Amount
    var worth: Amount
    var tripRealized: Amount
    var tripCommission: Amount
  }

  /// What a deal would do to the books.
  ///
  /// - Throws: ``DenialReason/quantity`` when it does not fit the position any more, or the range of amounts.
  mutating func execution(of deal: Deal, _ schedule: ChargeSchedule) throws(Denial) -> Execution {
    let held = holdings[deal.place].position.quantity
    let isPurchase = deal.side == .buy
    if deal.isEntry {
      if held != 0, (held > 0) != isPurchase {
        throw Denial(.quantity, "The position turned around before the order could fill.")
      }
      let product = holdings[deal.place].position.product
      if held != 0, product != deal.product {
        throw .product(held: product, asked: deal.product)
      }
    } else {
      let size = holdings[deal.place].position.size
      if size < deal.units || (held > 0) == isPurchase {
        throw .holding(need: deal.units, available: size)
      }
    }
    do throws(MoneyError) {
      return try exactExecution(of: deal, schedule)
    } catch {
      throw Denial(.quantity, "The value of \(deal.units) at \(deal.price) is out of range.")
    }
  }

  @inline(__always)
  private mutating func exactExecution(of deal: Deal, _ schedule: ChargeSchedule) throws(MoneyError)
    -> Execution
  {
    let place = deal.place
    let value = try deal.price.value(of: deal.units)
    let charge = try schedule.charges(on: value).total()
    let (quantity, overflow) = holdings[place].position.quantity.addingReportingOverflow(
      deal.side == .buy ? deal.units : -deal.units)
    guard !overflow else { throw .overflow }
    let (held, worth) = (holdings[place].position.cost, holdings[place].position.worth)
    let mark = holdings[place].tick.ltp
    let cost: Amount
    let entry: LedgerEntry
    if deal.isEntry {
      cost = try held.adding(value)
      let next = try Position.worth(quantity: quantity, cost: cost, mark: mark)
      entry = try .entry(value: value, commission: charge, worth: try next.subtracting(worth))
    } else {
      let share = try held.share(of: deal.units, in: holdings[place].position.size)
      cost = try held.subtracting(share)
      let next = try Position.worth(quantity: quantity, cost: cost, mark: mark)
      entry = try .exit(
        value: value, costShare: share, isLong: holdings[place].position.isLong,
        commission: charge, worth: try next.subtracting(worth))
    }
    var ledger = self.ledger
    try ledger.post(entry)
    return Execution(
      entry: entry, ledger: ledger, value: value, quantity: quantity, cost: cost,
      worth: try worth.adding(entry.worth),
      tripRealized: try holdings[place].position.tripRealized.adding(entry.realized),
      tripCommission: try holdings[place].position.tripCommission.adding(entry.commission))
  }

  /// Applies an execution, and says how the position changed.
  ///
  /// A position that it closes stays to be looked at until ``endTrip(_:at:)``.
  ///
  /// - Parameters:
  ///   - execution: What ``execution(of:_:)`` gave for the deal.
  ///   - deal: The deal.
  ///   - clock: When.
  ///   - sequence: The number of the tick it happened at.
  ///   - tag: The tag of a trip that begins with it, pooled.
  /// - Returns: How the position changed.
  mutating func apply(
    _ execution: borrowing Execution, of deal: Deal, at clock: EventTime, sequence: Int64,
    tag: TextPool.Index
  ) -> PositionChange {
    if isTraced {
      trace(execution.ledger.portfolio.micros &- ledger.portfolio.micros, sequence)
    }
    ledger = execution.ledger
    let place = deal.place
    let wasOpen = holdings[place].position.isOpen
    if !wasOpen {
      holdings[place].position.begin(
        at: clock, sequence: sequence,
        price: trigger.price(in: holdings[place].tick, isLong: deal.side == .buy), tag: tag,
        product: deal.product)
      openPositions += 1
      if deal.side == .sell { shortPositions += 1 }
    }
    holdings[place].position.quantity = execution.quantity
    holdings[place].position.cost = execution.cost
    holdings[place].position.worth = execution.worth
    holdings[place].position.tripRealized = execution.tripRealized
    holdings[place].position.tripCommission = execution.tripCommission
    if !deal.isEntry { holdings[place].lastExit = clock }
    if !wasOpen { return .opened }
    if deal.isEntry { return .increased }
    return execution.quantity == 0 ? .closed : .reduced
  }

  /// Counts the trip that an execution closed, and leaves the symbol flat.
  ///
  /// - Parameters:
  ///   - place: The symbol's place.
  ///   - clock: When.
  ///   - isShort: Whether what was closed was short.
  mutating func endTrip(_ place: Int, at clock: EventTime, isShort: Bool) {
    trades.append(
      TradeResult(
        instrument: InstrumentID(index: Int32(truncatingIfNeeded: place)),
        realized: holdings[place].position.tripRealized,
        openedAt: holdings[place].position.openedAt, closedAt: clock))
    if isShort { shortPositions -= 1 }
    holdings[place].position.end()
    openPositions -= 1
  }

  /// Stops the program when positions and ledger tell different stories: trading on would be worse.
  mutating func checkIdentity() {
    ledger.checkIdentity()
    var cost: Int64 = 0
    var worth: Int64 = 0
    for symbol in declared {
      cost &+= holdings[symbol.position].position.cost.micros
      worth &+= holdings[symbol.position].position.worth.micros
    }
    precondition(
      cost == ledger.cost.micros && worth == ledger.worth.micros,
      "the positions must add up to the ledger")
  }
}
