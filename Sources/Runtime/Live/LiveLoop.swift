import Fyers
import Market
import Money
import Reporting
import Server
import Trading

/// A live session as a state machine: it takes what waits, writes it down, lets it act, and carries
/// out what comes of it.
///
/// It has no thread and waits for nothing: whoever owns it calls ``step()`` when something is in the
/// mailbox or the moment has come that the last step named. Everything here belongs to that caller.
final class LiveLoop<Rules: SessionRules & ~Copyable, Clock: TimeSource> {
  let options: LiveOptions
  let mailbox: Mailbox
  let clock: Clock
  var audience: LiveAudience
  var recorder: SessionRecorder?
  var decisions: DecisionHasher
  var builder: ReportBuilder
  /// What is known of its instruments.
  var instruments: SessionInstruments
  var time: SessionTime
  /// The feed's state; nil for a manual feed.
  var feed: FeedState?
  /// The scripts as files.
  var scripts: SessionScripts
  /// A `resume` that waits for scripts to be loaded.
  var restart: PendingRestart<Rules.Script>?
  var pace: LivePace
  private var inbox = Inbox()
  /// The last property, because the rules' size is not known here: what is before it lies at known offsets.
  var core: SessionCore<Rules>

  /// A session that has not begun.
  init(
    _ options: LiveOptions, _ core: consuming SessionCore<Rules>,
    _ instruments: SessionInstruments, _ facts: [ReportBuilder.Script],
    recorder: consuming SessionRecorder?, scripts: SessionScripts, mailbox: Mailbox,
    audience: LiveAudience, clock: Clock
  ) {
    self.options = options
    self.mailbox = mailbox
    self.clock = clock
    self.scripts = scripts
    self.instruments = instruments
    self.audience = audience
    self.recorder = recorder
    decisions = DecisionHasher(strategyCount: facts.count)
    builder = ReportBuilder(scripts: facts, mode: .paper)
    let (wall, boot) = clock.wallAndBoot()
    let isGoingOn = core.engine.hasStarted
    time = SessionTime(
      followsExchange: options.fyersURL != nil, wall: wall, boot: boot,
      notBefore: isGoingOn ? core.engine.clock : nil)
    feed = options.feed == .manual ? nil : .disconnected
    pace = LivePace(at: clock.monotonicNanoseconds(), boot: boot)
    pace.takesOver = isGoingOn
    self.core = core
  }

  /// What there is to do after a step.
  enum Step: Equatable {
    /// Nothing, until something waits in the mailbox or, at the latest, that moment of the monotonic
    /// clock.
    case waits(until: Int64)
    /// The session is over, its recording closed; ask for the report.
    case over
  }

  /// Takes what waits, up to 128 arrivals, and does all that is due; never waits.
  func step() -> Step {
    guard !pace.isOver else { return .over }
    if pace.isFirstStep {
      pace.isFirstStep = false
      if time.hasBegun { takeOver(at: now()) }
      pass()
    }
    lookAtClocks()
    inbox.fill(from: mailbox)
    if !inbox.conflated.isEmpty { note(inbox.conflated) }
    let batch = inbox.batch
    if mailbox.hasUrgent { takeUrgent() }
    for arrival in batch {
      if core.isOver { arrival.refuse() } else { handle(arrival) }
      // A slow script takes its time for every tick: an operator does not wait for all that came before.
      if mailbox.hasUrgent { takeUrgent() }
    }
    let now = clock.monotonicNanoseconds()
    if pace.isClockDue(at: now) || (nextMoment ?? .max) <= now { pass() }
    if pace.isLookDue(at: now) { publish() }
    guard core.isOver else { return .waits(until: min(pace.nextDue, nextMoment ?? .max)) }
    end()
    return .over
  }

  /// When the engine has something to do without an event, of the monotonic clock; nil: never.
  private var nextMoment: Int64? {
    guard time.hasBegun, let due = core.engine.nextMoment else { return nil }
    return time.monotonic(
      of: due, boot: clock.bootNanoseconds(), monotonic: clock.monotonicNanoseconds())
  }

  private func end() {
    pace.isOver = true
    withdrawResume(because: nil)
    publish()
    show()
    for arrival in mailbox.close() { arrival.refuse() }
    if let trouble = recorder?.close() { tell("the recording could not be closed: \(trouble)") }
    guard recorder?.trouble == nil, let place = recorder?.place else { return }
    do throws(Stop) {
      try place.end(core)
    } catch {
      tell(
        "what the session leaves could not be kept, and is found out from its recording when the "
          + "next one begins: \(error.message)")
    }
  }

  /// The report of a session that is over.
  ///
  /// - Parameter peakMemoryBytes: The most memory that its process had.
  /// - Returns: The report.
  /// - Throws: ``Stop`` when the account's totals leave the range of amounts.
  func report(peakMemoryBytes: Int64) throws(Stop) -> SessionReport {
    if let trouble = recorder?.trouble {
      builder.warnings.append("the recording is not whole: \(trouble)")
    }
    builder.warnings += instruments.warnings
    builder.warnings += audience.log.warnings
    builder.ignoredTicks = core.engine.ignoredTicks
    if mailbox.conflatedCount > 0 {
      builder.warnings.append(
        "\(mailbox.conflatedCount) ticks were replaced by later ones of their symbol")
    }
    return try builder.report(
      of: core.engine.desks, core.engine.tally, hashes: decisions.finalize(),
      ticks: core.engine.sequence,
      elapsed: .nanoseconds(clock.monotonicNanoseconds() - pace.began),
      peakMemoryBytes: peakMemoryBytes)
  }
}

extension LiveLoop where Rules: ~Copyable {
  /// The event time of what happens now, off the wire.
  func now() -> EventTime { time.now(boot: lookForGap()) }

  /// Lets the engine know what time it is.
  private func pass() {
    pace.hasNews = true
    guard time.hasBegun else { return }
    if let trouble = recorder?.lookForFile() ?? recorder?.writeDecisions() {
      recordingFailed(trouble, at: now())
    }
    enter(.clock(now()))
  }

  private func takeUrgent() {
    for arrival in mailbox.takeUrgent() {
      if core.isOver { arrival.refuse() } else { handle(arrival) }
    }
  }

  private func handle(_ arrival: Arrival) {
    pace.hasNews = true
    switch arrival {
    case .tick(let arrived): take(arrived)
    case .connection(let state):
      feed = state
      guard time.hasBegun else { return inbox.early.append(.connection(state)) }
      enter(.connection(state, at: now()))
      announce(.connection(.init(state: state.rawValue, time: core.engine.clock)))
    case .unknownSymbols(let symbols): tell(unknownSymbols: symbols)
    case .alert(let text): tell(text)
    case .question(let question): time.hasBegun ? answer(question) : answerEarly(question)
    case .restarted: takeRestarted()
    case .stop(let reason): enter(.stop(reason: reason, at: now()))
    }
  }

  private func take(_ arrived: FeedTick) {
    let boot = lookForGap()
    var tick = arrived.tick
    tick.time = time.time(of: arrived, boot: boot, monotonic: clock.monotonicNanoseconds())
    takeOver(at: tick.time)
    if !inbox.early.isEmpty { enterEarly(at: tick.time) }
    enter(.tick(tick), readAt: arrived.readAt)
    audience.latency.addTick(nanoseconds: clock.monotonicNanoseconds() - arrived.readAt)
  }

  /// Goes on from the session before, once there is a time.
  private func takeOver(at time: EventTime) {
    guard pace.takesOver else { return }
    pace.takesOver = false
    enter(.takeOver(at: time))
    publish()
  }

  /// Keeps a command that came before a rehearsal had a time; it enters with the first tick.
  func enterLater(_ command: OperatorCommand) { inbox.early.append(.command(command)) }

  /// What came before the first tick enters before it: nothing is traded that was forbidden.
  private func enterEarly(at time: EventTime) {
    let waiting = inbox.early
    inbox.early = []
    for event in waiting {
      switch event {
      case .connection(let state): enter(.connection(state, at: time))
      case .command(let command): enter(.command(command, at: time))
      }
    }
  }

  /// Writes an input down, lets it act, and carries out what comes of it.
  @discardableResult
  func enter(_ input: SessionInput, readAt: Int64? = nil) -> TradeVerdict? {
    audience.board.ageBooks()
    if let trouble = recorder?.record(input, core.table) {
      recordingFailed(trouble, at: input.time)
    }
    let verdict = core.take(input)
    let lost = core.engine.rules.lostCalls
    if !lost.isEmpty, let trouble = recorder?.record(lost, at: input.time, core.table) {
      recordingFailed(trouble, at: input.time)
    }
    if scripts.hasNewModules { keepModules(at: input.time) }
    if !core.effects.isEmpty {
      carryOut(readAt: readAt)
    } else if options.feed == .manual || input.isAsked, let trouble = recorder?.secure() {
      // Whoever asked is answered next.
      recordingFailed(trouble, at: input.time)
    }
    return verdict
  }

  /// Keeps modules that were required in the event that was recorded last, and writes them down behind it.
  private func keepModules(at time: EventTime) {
    do throws(Stop) {
      let modules = try scripts.keepModules()
      if let trouble = recorder?.record(modules, at: time) { recordingFailed(trouble, at: time) }
    } catch {
      recorder?.give(up: error.message)
      recordingFailed(error.message, at: time)
    }
  }

  /// A session that cannot be written down takes no more risk; stops go on.
  func recordingFailed(_ trouble: String, at time: EventTime) {
    tell("recording ended: \(trouble); entries are denied, stops keep working")
    audience.board.ageBooks()
    core.denyEntries(at: time)
    if !core.effects.isEmpty { carryOut(readAt: nil) }
    publish()
  }

  private func note(_ conflated: [Int32: Int64]) {
    guard time.hasBegun else { return }
    let now = now()
    if let trouble = recorder?.note(conflated: conflated, since: now, until: now, core.table) {
      recordingFailed(trouble, at: now)
    }
  }
}

/// When a session's clock and looks are due, and how far it has come.
struct LivePace {
  /// When it began, of the monotonic clock.
  let began: Int64
  /// Whether something has happened since the last look.
  var hasNews = false
  var isFirstStep = true
  /// Whether it has not yet gone on from the session before.
  var takesOver = false
  var isOver = false
  private var lastClock: Int64
  private var lastLook: Int64 = 0
  /// The last look at the boot-time clock.
  private var lastBoot: Int64

  /// Nanoseconds between clock events.
  private static let clockPeriod: Int64 = 1_000_000_000
  /// Nanoseconds between looks that others may take.
  private static let lookPeriod: Int64 = 100_000_000

  init(at now: Int64, boot: Int64) {
    began = now
    lastClock = now
    lastBoot = boot
  }

  /// Nanoseconds by which a look may be late before somebody is said to have been away.
  private static let lateness: Int64 = 2_000_000_000

  /// Whether the last look was so long ago that the process must have stood still, or the machine been
  /// suspended.
  ///
  /// - Parameter boot: Nanoseconds of the boot-time clock, now.
  /// - Returns: Whether it stood still.
  mutating func wasAway(at boot: Int64) -> Bool {
    defer { lastBoot = boot }
    return boot &- lastBoot > Self.clockPeriod + Self.lateness
  }

  /// The next moment at which something is due though nothing arrives.
  var nextDue: Int64 {
    let nextClock = lastClock + Self.clockPeriod
    return hasNews ? min(nextClock, lastLook + Self.lookPeriod) : nextClock
  }

  /// Whether a clock event is due; it counts as done then.
  mutating func isClockDue(at now: Int64) -> Bool {
    lastClock = min(lastClock, now)
    guard now - lastClock >= Self.clockPeriod else { return false }
    lastClock = now
    return true
  }

  /// Whether a look is due; it counts as taken then.
  mutating func isLookDue(at now: Int64) -> Bool {
    guard hasNews, now - lastLook >= Self.lookPeriod else { return false }
    lastLook = now
    hasNews = false
    return true
  }
}

/// What a step took out of the mailbox, kept for its room, and what waits for a time.
private struct Inbox {
  private(set) var batch: [Arrival] = []
  /// Ticks that were replaced by later ones, by symbol.
  private(set) var conflated: [Int32: Int64] = [:]

  /// Inputs that came before a rehearsal had a time.
  var early: [EarlyEvent] = []

  mutating func fill(from mailbox: Mailbox) { mailbox.take(&batch, &conflated) }
}

/// What a rehearsal is told before its first tick gives it a time; it enters the engine with that tick.
private enum EarlyEvent {
  /// The feed's connection changed.
  case connection(FeedState)
  /// A person said what is allowed.
  case command(OperatorCommand)
}
