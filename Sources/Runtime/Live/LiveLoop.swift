import CSupervisor
import Market
import Money
import Reporting
import Scripting
import Server
import Trading
import Worker

/// The engine's thread of a live session.
///
/// It takes what waits, writes it down, lets it act, and carries out what comes of it. Everything
/// here belongs to that one thread.
final class LiveLoop {
  let options: LiveOptions
  let mailbox: Mailbox
  let board: SessionBoard
  let log: ScriptLog
  let narrator: SessionLines
  var core: SessionCore<WorkerRules>
  var time: SessionTime
  var recorder: SessionRecorder?
  var decisions: DecisionRecorder
  var builder: ReportBuilder
  var latency = LatencyHistogram()
  /// The feed's state; nil for a manual feed.
  var feed: FeedState?
  /// Inputs that came before a rehearsal had a time.
  var early: [EarlyEvent] = []
  var denialsTold: [Int]
  /// Texts that scripts were given while the session ran.
  var textCount = 0
  var quotesTold: [Int64] = []
  var alerts: [String] = []
  private var lastClock: Int64
  private var lastPublished: Int64 = 0
  /// Whether something has happened since.
  private var hasNews = false
  private let began: Int64

  /// Nanoseconds between clock events.
  private static let clockPeriod: Int64 = 1_000_000_000
  /// Nanoseconds between looks that others may take.
  private static let publishPeriod: Int64 = 100_000_000

  init(
    _ options: LiveOptions, _ scripts: LiveScripts, recorder: consuming SessionRecorder?,
    mailbox: Mailbox, board: SessionBoard, log: ScriptLog, narrator: SessionLines
  ) {
    self.options = options
    self.mailbox = mailbox
    self.board = board
    self.log = log
    self.narrator = narrator
    self.recorder = recorder
    core = SessionCore(
      Engine(desks: scripts.desks, rules: WorkerRules(scripts.workers)), table: scripts.table,
      mode: .paper)
    time = SessionTime(followsExchange: options.fyersURL != nil)
    decisions = DecisionRecorder(strategyCount: scripts.desks.count)
    builder = ReportBuilder(scripts: scripts.facts, mode: .paper)
    denialsTold = Array(repeating: 0, count: scripts.desks.count)
    feed = options.feed == .manual ? nil : .disconnected
    began = supervisor_monotonic_nanoseconds()
    lastClock = began
  }

  /// Runs until somebody says stop; then closes the recording and gives the report.
  func run() throws(Stop) -> SessionReport {
    var batch: [Arrival] = []
    var conflated: [Int32: Int64] = [:]
    pass()
    while !core.isOver {
      let nextClock = lastClock + Self.clockPeriod
      let nextLook = hasNews ? lastPublished + Self.publishPeriod : nextClock
      mailbox.take(&batch, &conflated, until: min(nextClock, nextLook))
      if !conflated.isEmpty { note(conflated) }
      for arrival in batch {
        if core.isOver { arrival.refuse() } else { handle(arrival) }
      }
      let now = supervisor_monotonic_nanoseconds()
      if now - lastClock >= Self.clockPeriod {
        lastClock = now
        pass()
      }
      if hasNews, now - lastPublished >= Self.publishPeriod {
        lastPublished = now
        hasNews = false
        publish()
      }
    }
    for arrival in mailbox.close() { arrival.refuse() }
    publish()
    if let trouble = recorder?.close() { tell("the recording could not be closed: \(trouble)") }
    return try report()
  }

  private func report() throws(Stop) -> SessionReport {
    if let trouble = recorder?.trouble {
      builder.warnings.append("the recording is not whole: \(trouble)")
    }
    builder.ignoredTicks = core.engine.ignoredTicks
    if mailbox.conflatedCount > 0 {
      builder.warnings.append(
        "\(mailbox.conflatedCount) ticks were replaced by later ones of their symbol")
    }
    return try builder.report(
      of: core.engine.desks, hashes: decisions.finalize(), ticks: core.engine.sequence,
      elapsed: .nanoseconds(supervisor_monotonic_nanoseconds() - began),
      peakMemoryBytes: supervisor_peak_memory())
  }

  /// The event time of what happens now, off the wire.
  func now() -> EventTime {
    time.now(wall: WallClock.now(), monotonic: supervisor_monotonic_nanoseconds())
  }

  /// Lets the engine know what time it is.
  private func pass() {
    hasNews = true
    guard time.hasBegun else { return }
    enter(.clock(now()))
  }

  private func handle(_ arrival: Arrival) {
    hasNews = true
    switch arrival {
    case .tick(let arrived): take(arrived)
    case .connection(let state):
      feed = state
      guard time.hasBegun else { return early.append(.connection(state)) }
      enter(.connection(state, at: now()))
      announce(.connection(.init(state: state.rawValue, time: core.engine.clock)))
    case .question(let question): time.hasBegun ? answer(question) : answerEarly(question)
    case .stop(let reason): enter(.stop(reason: reason, at: now()))
    }
  }

  private func take(_ arrived: ArrivedTick) {
    var tick = arrived.tick
    tick.time = time.time(of: arrived, monotonic: supervisor_monotonic_nanoseconds())
    if !early.isEmpty { enterEarly(at: tick.time) }
    enter(.tick(tick), readAt: arrived.readAt)
    latency.addTick(nanoseconds: supervisor_monotonic_nanoseconds() - arrived.readAt)
  }

  /// What came before the first tick enters before it: nothing is traded that was forbidden.
  private func enterEarly(at time: EventTime) {
    let waiting = early
    early = []
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
    if let trouble = recorder?.record(input, core.table) {
      recordingFailed(trouble, at: input.time)
    }
    let verdict = core.take(input)
    let lost = core.engine.rules.lostCalls
    if !lost.isEmpty, let trouble = recorder?.record(lost, at: input.time) {
      recordingFailed(trouble, at: input.time)
    }
    if !core.effects.isEmpty { carryOut(readAt: readAt) }
    return verdict
  }

  /// A session that cannot be written down takes no more risk; stops go on.
  private func recordingFailed(_ trouble: String, at time: EventTime) {
    tell("recording ended: \(trouble); entries are denied, stops keep working")
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
