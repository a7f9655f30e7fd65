public import Market
public import Money

/// The desk of one script: what it holds, its orders, its protection, and what a callback has staged.
///
/// It composes parts that each own one thing, and owns nothing else itself: what happens passes from one to the
/// next here. The engine drives it tick by tick; while a callback runs, the script sees it as a ``DeskPort``.
public struct Desk: Sendable {
  /// What the script may ask of the desk at the moment.
  public enum Phase: Codable, Sendable {
    /// Loading or starting or stopping: no orders.
    case closed
    /// Entries and exits.
    case open
  }

  /// What the operator or a failure allows.
  public enum Mode: String, Codable, Sendable {
    /// Everything.
    case running
    /// Exits only.
    case exitOnly = "exit_only"
    /// Nothing that a script or the API asks; protection goes on.
    case halted
  }

  /// Where approved orders go.
  public enum Venue: Sendable {
    /// To the paper exchange, within the desk.
    case paper
    /// Away, as effects; what becomes of them comes back as events.
    case outside
  }

  /// Settings that do not change during a session.
  public struct Settings: Sendable {
    /// The cash the book begins with.
    public var initial: Amount
    /// What fills are charged.
    public var charges: ChargeSchedule
    /// Where approved orders go.
    public var venue = Venue.paper
    /// Nanoseconds between an order and its fill, on paper.
    public var latencyNanoseconds: Int64
    /// Nanoseconds after which a price is too old to enter on.
    public var stalenessNanoseconds: Int64
    /// Nanoseconds after which an entry that finds nobody to deal with is taken back.
    public var orderTimeoutNanoseconds: Int64 = 10 * EventTime.nanosecondsPerSecond
    /// The calendar that says when instruments trade; nil: always.
    public var calendar: TradingCalendar?
    /// Whether the session goes on after the script has failed, as its declaration says (live), rather
    /// than ending (a dry run).
    public var outlivesScript = false

    /// Settings; without more, those of a dry run.
    public init(
      initial: Amount, charges: ChargeSchedule = .standard, latencyNanoseconds: Int64 = 0,
      stalenessNanoseconds: Int64 = 30 * EventTime.nanosecondsPerSecond,
      calendar: TradingCalendar? = nil
    ) {
      self.initial = initial
      self.charges = charges
      self.latencyNanoseconds = latencyNanoseconds
      self.stalenessNanoseconds = stalenessNanoseconds
      self.calendar = calendar
    }
  }

  /// The event that is being handled.
  struct Moment: Codable, Sendable {
    /// Its time.
    var clock = EventTime(nanoseconds: 0)
    /// The number of the last tick.
    var sequence: Int64 = 0
  }

  /// What is known of the desk's ticks.
  struct Ticks: Codable, Sendable {
    /// Ticks of its symbols so far.
    var count: Int64 = 0
    /// The time of the first of them.
    var first: EventTime?
    /// The moment before which the run under way ends, in nanoseconds.
    var runDue = Int64.max
    /// Which ticks need nothing but `on_tick`.
    var watch = QuietWatch()
    /// Why the last run of ticks cannot go on: a value out of range.
    var error: EngineError?
    /// Ticks so far when the Indian date under way began.
    var countAtDayStart: Int64 = 0
    /// Ticks that came outside of their symbol's continuous trading.
    var outsideOpen: Int64 = 0
    /// Exits by time that dealt at a quote older than an entry may, by their places in the list: the first,
    /// and how many there are.
    var staleExits: [Int] = []
    var staleExitCount = 0

    /// What a snapshot has of it: the rest is of the run under way.
    private enum CodingKeys: CodingKey {
      case count, first, countAtDayStart, outsideOpen, staleExits, staleExitCount
    }
  }

  /// Requests of one tick, all callbacks together, that are taken.
  public static let requestsPerTick = ScriptContext.requestsPerTick
  /// Orders that have ended of which a script's list goes back to the last.
  public static let endedOrdersListed = 10_000
  /// Timers that may be set at once.
  public static let timersAtOnce = Agenda.timersAtOnce
  /// Denials that are kept one by one; the rest is counted.
  public static let denialsKept = Denials.kept

  /// The desk's place among the session's scripts.
  public let index: Int
  /// The money and what is held.
  public internal(set) var book: Book
  /// Every order that got an id.
  public internal(set) var orders = Orders()
  /// The texts that orders and decisions refer to.
  public internal(set) var texts = TextPool()
  var gate: Gate
  var allowance = Allowance()
  var denialLog = Denials()
  var protection = Protection()
  var owed = OwedExits()
  var agenda: Agenda
  var script = ScriptContext()
  /// The exchange of a dry run; nil when orders leave for one outside.
  var exchange: PaperExchange?
  var outbox: Outbox
  var moment = Moment()
  var ticks = Ticks()

  /// A desk for a declaration.
  public init(index: Int, declaration: StrategyDeclaration, settings: Settings) {
    self.index = index
    gate = Gate(declaration, settings)
    book = Book(initial: settings.initial, trigger: declaration.trigger)
    agenda = Agenda(declaration, settings.calendar)
    outbox = Outbox(desk: index)
    if settings.venue == .paper {
      exchange = PaperExchange(
        latency: settings.latencyNanoseconds, trigger: declaration.trigger)
    }
  }

  /// Takes an instrument of the session, declared by the script or not; ids come in order.
  public mutating func add(_ instrument: Instrument, isDeclared: Bool) {
    precondition(
      instrument.id.position == book.holdings.count, "instruments are added in order of id")
    gate.add(instrument)
    // What is dealt in by hand alone comes behind what the script declared.
    let rank = declaration.symbols.firstIndex(of: instrument.symbol) ?? .max
    book.add(instrument.id, rank: isDeclared ? rank : nil)
    orders.addSymbol()
    protection.addSymbol()
    owed.addSymbol()
    let segment = gate.segments[instrument.id.position]
    agenda.addSymbol(
      segment, declaration.squareOffRule(isListed: segment != nil), at: hasTime ? clock : nil)
    agenda.setDeclared(book.declared.map(\.position))
    if hasTime { beginDay(IndianTime(clock).day) }
  }

  /// What the script declared.
  public var declaration: StrategyDeclaration { _read { yield gate.declaration } }
  /// The settings.
  public var settings: Settings { _read { yield gate.settings } }
  /// The money.
  public var ledger: Ledger { book.ledger }
  /// Trips from flat to flat.
  public var trades: TradeTally { book.trades }
  /// Portfolio values at the end of each Indian date on which a declared symbol ticked.
  public var dailyValues: [Amount] { book.dailyValues }
  /// How many orders have a fill.
  public var filledOrderCount: Int64 { orders.filledCount }
  /// The first denials.
  public var denials: [DenialRecord] { _read { yield denialLog.records } }
  /// How many requests were denied.
  public var denialCount: Int { denialLog.count }
  /// What is allowed.
  public var mode: Mode { allowance.mode }
  /// Whether the script's entries are denied because the machine's clock was set.
  public var isClockDoubted: Bool { allowance.isClockDoubted }
  /// Whether the script's callbacks run; false after a failure.
  public var isScriptRunning: Bool { script.isRunning }
  /// How the script failed; nil while it runs.
  public var failure: ScriptFailure? { script.failure }
  /// Decisions of a session that gathers them; of any other they are among the effects.
  public var decisions: [Decision] { _read { yield outbox.decisions } }
  /// Ticks of the script's symbols so far.
  public var tickCount: Int64 { ticks.count }
  /// The time of the first of them.
  public var firstTick: EventTime? { ticks.first }
  /// The time of the last of them.
  public var lastTick: EventTime? {
    book.holdings.filter { $0.sequence > 0 }.map(\.tick.time).max()
  }
  /// The symbols of the script, in the order of the declaration.
  public var symbols: [InstrumentID] { book.declared }

  /// A copy to be looked at and no more, on any thread.
  ///
  /// It shares what is there with the desk, which goes on by itself, but for what only adding texts needs.
  public var forReading: Desk {
    var copy = self
    copy.texts = texts.forReading
    return copy
  }

  /// The time of the event that is being handled.
  @inline(__always)
  var clock: EventTime { moment.clock }
  /// The number of the last tick.
  @inline(__always)
  var sequence: Int64 { moment.sequence }

  /// Whether an id names an instrument of this desk; ids may come from another process.
  @inline(__always)
  func isKnown(_ instrument: InstrumentID) -> Bool {
    book.holdings.indices.contains(instrument.position)
  }

  /// Whether ticks of an instrument are this script's.
  func isSubscribed(to instrument: InstrumentID) -> Bool {
    isKnown(instrument) && book.holdings[instrument.position].isDeclared
  }

  /// Whether a tick of a symbol must look at more than the mark: a position or a working order is there.
  ///
  /// It changes nothing; it is `mutating` because the desk would be copied for the call otherwise.
  @inline(__always)
  mutating func needsAttention(_ place: Int) -> Bool {
    book.holdings[place].position.isOpen || orders.loads[place].working > 0
  }

  /// Ticks that came outside of their symbol's continuous trading.
  public var ticksOutsideOpen: Int64 { ticks.outsideOpen }
  /// How many exits by time dealt at a quote older than an entry may.
  public var staleExitCount: Int { ticks.staleExitCount }
  /// The first of them, by their places in the list of orders.
  public var staleExits: [Int] { ticks.staleExits }
  /// Entries that were asked for: those that got an id, and every denied request.
  public var entriesAsked: Int { orders.entriesAsked + denialLog.count }
  /// Entries that were denied because their last price was too old.
  public var staleDenialCount: Int { denialLog.staleCount }

  // MARK: What is allowed

  /// Changes what is allowed; with less than everything, working entries are taken back.
  mutating func allow(_ mode: Mode, _ reason: CancelReason = .operator) {
    if allowance.mode != mode {
      allowance.mode = mode
      outbox.effects.append(.modeChanged(desk: index, mode))
    }
    guard mode != .running else { return }
    withdraw(reason) { $0.isEntry }
  }

  /// Narrows what is allowed; what is narrower already stays.
  mutating func restrict(to mode: Mode, _ reason: CancelReason = .operator) {
    allow(allowance.mode == .halted ? .halted : mode, reason)
  }

  /// Denies the script's entries until an operator resumes, and takes back those that work: the clock that
  /// it goes by was set.
  mutating func doubtClock() {
    allowance.isClockDoubted = true
    for order in orders.working.reversed()
    where order.isEntry && orders[order.index].reason == TextPool.script {
      withdraw(order.index, .operator)
    }
  }

  /// Does what the script declared for its own failure, and tells a person.
  mutating func followErrorPolicy(after failure: ScriptFailure) {
    let consequence: String
    switch declaration.onError {
    case .exitOnly:
      restrict(to: .exitOnly, .limit("on_error"))
      consequence = "stops keep working, entries are denied"
    case .flatten:
      restrict(to: .exitOnly, .limit("on_error"))
      leaveAll(reason: .limit("on_error"))
      consequence = "its positions are sold, entries are denied"
    case .halt:
      restrict(to: .halted, .limit("on_error"))
      consequence = "requests are denied, stops keep working"
    }
    outbox.effects.append(
      .alert(
        desk: index,
        "\(declaration.name) failed (\(failure.kind.rawValue) in \(failure.callback)): "
          + "\(consequence); resume starts it again"))
  }

  /// Does what an operator says, but for starting a script again.
  mutating func obey(_ command: OperatorCommand) {
    switch command {
    case .exitOnly: allow(.exitOnly)
    case .flatten:
      restrict(to: .exitOnly)
      leaveAll(reason: .operator)
    case .halt: allow(.halted)
    case .resume:
      allowance.isClockDoubted = false
      owed.withdraw(texts.intern(OrderReason.operator.text))
      allow(.running)
    }
  }

  /// Forgets a failure, and the timers that went with the script.
  mutating func reviveScript() {
    script.failure = nil
    script.isRunning = true
    agenda.cancelTimers()
  }
}
