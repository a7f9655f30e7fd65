public import Market
public import Money

/// The desk of one script: its book, its orders, its protection, and what it has staged.
///
/// The engine drives it tick by tick; while a callback runs, the script sees it as a ``DeskPort``.
public struct Desk: Sendable {
  /// What the script may ask of the desk at the moment.
  public enum Phase: Sendable {
    /// Loading or starting or stopping: no orders.
    case closed
    /// Entries and exits.
    case open
  }

  /// What the operator or a failure allows.
  public enum Mode: String, Sendable {
    /// Everything.
    case running
    /// Exits only.
    case exitOnly = "exit_only"
    /// Nothing that a script or the API asks; protection goes on.
    case halted
  }

  /// Settings that do not change during a session.
  public struct Settings: Sendable {
    /// The cash the book begins with.
    public var initial: Amount
    /// The commission.
    public var commissionRate: CommissionRate
    /// Nanoseconds between an order and its fill.
    public var latencyNanoseconds: Int64
    /// Nanoseconds after which a price is too old to enter on.
    public var stalenessNanoseconds: Int64
    /// The calendar that says when instruments trade; nil: always.
    public var calendar: TradingCalendar?
    /// Whether the session goes on after the script has failed, as its declaration says (live), rather
    /// than ending (a dry run).
    public var outlivesScript = false

    /// Settings; without more, those of a dry run.
    public init(
      initial: Amount, commissionRate: CommissionRate = .standard, latencyNanoseconds: Int64 = 0,
      stalenessNanoseconds: Int64 = 30 * EventTime.nanosecondsPerSecond,
      calendar: TradingCalendar? = nil
    ) {
      self.initial = initial
      self.commissionRate = commissionRate
      self.latencyNanoseconds = latencyNanoseconds
      self.stalenessNanoseconds = stalenessNanoseconds
      self.calendar = calendar
    }
  }

  /// Requests of one tick, all callbacks together, that are taken.
  public static let requestsPerTick = 10_000
  /// Timers that may be set at once.
  public static let timersAtOnce = 10_000
  /// Lines of a script whose text is kept by their number.
  static let linesRemembered = 262_144
  /// Decisions after which those gathered are handed on, so that they do not pile up.
  static let decisionsGathered = 64
  /// Denials that are kept one by one; the rest is counted.
  public static let denialsKept = 1_000

  /// The desk's place among the session's scripts.
  public let index: Int
  /// What the script declared.
  public let declaration: StrategyDeclaration
  /// The settings.
  public let settings: Settings
  /// The money.
  public internal(set) var ledger: Ledger
  /// Every order that got an id.
  public internal(set) var orders = OrderList()
  /// The texts that orders and decisions refer to.
  public internal(set) var texts = TextPool()
  /// How many of them have a fill.
  public internal(set) var filledOrderCount: Int64 = 0
  /// Trips from flat to flat.
  public internal(set) var trades = TradeTally()
  /// The first denials.
  public internal(set) var denials: [DenialRecord] = []
  /// How many requests were denied.
  public internal(set) var denialCount = 0
  /// What is allowed.
  public internal(set) var mode = Mode.running
  /// Whether the script's callbacks run; false after a failure.
  public internal(set) var isScriptRunning = true
  /// Portfolio values at the last tick of each Indian date.
  public internal(set) var dailyValues: [Amount] = []

  /// Ticks of its symbols so far.
  public internal(set) var tickCount: Int64 = 0
  /// The time of the first of them.
  public internal(set) var firstTick: EventTime?
  /// The time of the last of them.
  public var lastTick: EventTime? {
    slots.filter { $0.sequence > 0 }.map(\.tick.time).max()
  }

  /// The pooled texts of lines of the script's own file; 0: none yet.
  var lineSources: [TextPool.Index] = []
  var phase = Phase.closed
  /// Why the feed's prices are not to be trusted, as a word; nil when they are.
  var feedTrouble: String?
  var clock = EventTime(nanoseconds: 0)
  var sequence: Int64 = 0
  var slots: [Slot] = []
  var instruments: [Instrument] = []
  var declared: [InstrumentID] = []
  var working: [WorkingOrder] = []
  var staged: [StagedAction] = []
  var events: [DeskEvent] = []
  /// Whether the script listens to them.
  var tellsEvents = true
  var effects: [Effect] = []
  /// Decisions of a session that gathers them; of any other they are among the effects.
  public internal(set) var decisions: [Decision] = []
  /// Whether fills are among the effects.
  var tellsFills = true
  var timers: [DeskTimer] = []
  /// When the first timer is due, in nanoseconds.
  var nextDue = Int64.max
  var nextTimerID: Int32 = 1
  /// Whether decisions are gathered, and runs of ticks go on past what the script asks for.
  var gathersDecisions = false
  /// The moment before which the run under way ends.
  var runDue = Int64.max
  /// The session of the first symbol inside the calendar; nil when there is none.
  var session: SessionClock?
  /// The bars the script declared; nil when it declared none.
  var bars: BarBuilder?
  /// Whether event time has begun, so that timers can be put on the grid.
  var hasTime = false
  /// The account's last order number, lent by the engine around each step.
  var lastNumber: Int32 = 0
  var requestsThisTick = 0
  /// Cash held by working and staged entries, in millionths.
  var heldCash: Int64 = 0
  /// Denials of the running callback, decided when it returns.
  var stagedDecisions: [Decision] = []
  /// Orders taken back in the callback that asked for them.
  var cancelledBeforeSending: [Int] = []
  var openPositions = 0
  var dayStart: Amount
  var dayEntries: Int64 = 0
  var isLossLimitHit = false
  /// Whether a fill may have spent the day's loss since it was last looked at.
  var isLossCheckDue = false
  var checkpoint = DeskCheckpoint()
  /// Whether the running callback has changed what the checkpoint remembers.
  var hasCheckpoint = false
  /// Why the last run of ticks cannot go on: a value out of range.
  var valueError: EngineError?
  /// How the script failed; nil while it runs.
  public internal(set) var failure: ScriptFailure?

  /// A desk for a declaration.
  public init(index: Int, declaration: StrategyDeclaration, settings: Settings) {
    self.index = index
    self.declaration = declaration
    self.settings = settings
    self.ledger = Ledger(initial: settings.initial)
    self.dayStart = settings.initial
  }

  /// Takes an instrument of the session, declared by the script or not; ids come in order.
  public mutating func add(_ instrument: Instrument, isDeclared: Bool) {
    precondition(instrument.id.position == slots.count, "instruments are added in order of id")
    instruments.append(instrument)
    var slot = Slot()
    slot.isDeclared = isDeclared
    if case .at(let second) = declaration.squareOff { slot.squareOffSecond = second }
    slot.segment = settings.calendar?.segment(of: instrument.symbol)
    slots.append(slot)
    if isDeclared { declared.append(instrument.id) }
  }

  /// Whether ticks of an instrument are this script's.
  func isSubscribed(to instrument: InstrumentID) -> Bool {
    isKnown(instrument) && slots[instrument.position].isDeclared
  }

  /// The symbols of the script, in the order of their ids.
  public var symbols: [InstrumentID] { declared }

  /// The position of a symbol.
  public func heldPosition(_ instrument: InstrumentID) -> Position {
    slots[instrument.position].position
  }

  /// The protection of a symbol's position.
  public func protection(_ instrument: InstrumentID) -> ProtectiveSet {
    slots[instrument.position].protection
  }

  /// Symbols with an open position, in the order of their ids.
  public var openInstruments: [InstrumentID] {
    declared.filter { slots[$0.position].position.isOpen }
  }
}
