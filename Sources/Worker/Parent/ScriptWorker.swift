package import Market
package import Scripting
package import Trading

/// One script in a process of its own, as the engine's process drives it.
///
/// It has the calls of a ``ScriptHost``. Whatever the worker does, a call ends in bounded time; a
/// worker that died, hangs, floods or says what is no message is ended, its script has failed, and
/// another can take its place (``load(_:after:program:limits:)``). One thread uses it at a time, while the
/// one that started it goes on.
package final class ScriptWorker {
  /// What the script said about itself when it was loaded.
  private var loaded = LoadedFacts()
  /// The state as of the last callback that went well: what is kept with the decisions.
  package internal(set) var stateBytes: [UInt8] = []
  /// Why the worker runs no more; nil while it runs.
  package internal(set) var end: WorkerEnd?
  /// The script.
  package let script: WorkerScript
  /// The limits it is held to.
  package let limits: WorkerLimits

  let program: WorkerProgram
  @exclusivity(unchecked) var process: WorkerProcess?
  @exclusivity(unchecked) var hasTick = false
  @exclusivity(unchecked) var writer = MessageWriter()
  @exclusivity(unchecked) var asks = 0
  var modulesAsked = 0
  var outputGuard = OutputGuard()
  var instruments: [Instrument] = []
  var timers = WorkerTimers()

  private init(_ script: WorkerScript, _ program: WorkerProgram, _ limits: WorkerLimits) {
    self.script = script
    self.program = program
    self.limits = limits
  }

  /// Starts a worker and loads a script in it; ``bind(_:)`` comes next.
  ///
  /// - Parameters:
  ///   - script: The script.
  ///   - program: What the worker runs.
  ///   - limits: What it may take.
  /// - Returns: The loaded script.
  /// - Throws: Why it does not load; a worker that fails is a refusal too.
  package static func load(
    _ script: WorkerScript, program: WorkerProgram = .own, limits: WorkerLimits = WorkerLimits()
  ) throws(ScriptLoadProblem) -> ScriptWorker {
    let worker = ScriptWorker(script, program, limits)
    try worker.start()
    return worker
  }

  /// What the script declared about itself.
  package var declaration: StrategyDeclaration { loaded.declaration }
  /// Its parameters with the values they run with.
  package var parameters: [ScriptParameter] { loaded.parameters }
  /// Places, in the settings, of the overrides that were used.
  package var appliedOverrides: [Int] { loaded.appliedOverrides }
  /// Names of the callbacks it has.
  package var callbacks: [String] { loaded.callbacks }
  /// Names of its rules.
  package var rules: [String] { loaded.rules }

  /// The process's id; nil when the worker does not run.
  package var processID: Int32? { process?.id }

  /// Starts the process and loads the script.
  private func start() throws(ScriptLoadProblem) {
    try refuseLongSource()
    let result: Result<LoadReport, ScriptLoadProblem>
    do throws(WorkerEnd) {
      process = try greeted()
      end = nil
      outputGuard = OutputGuard()
      modulesAsked = 0
      result = try load()
    } catch {
      throw .refused(fail(error, in: "load"))
    }
    switch result {
    case .success(let report): take(report)
    case .failure(let problem):
      close()
      throw problem
    }
  }

  /// The sentence about a text that is too long is the host's own; it never gets to Lua.
  private func refuseLongSource() throws(ScriptLoadProblem) {
    guard script.source.text.count > ScriptSource.sizeAtMost else { return }
    _ = try ScriptHost<Desk>.load(
      script.source, settings: script.settings, modules: script.modules, sink: script.sink)
  }

  /// A fresh process that has locked itself in.
  private func greeted() throws(WorkerEnd) -> WorkerProcess {
    let fresh = try WorkerProcess(program)
    fresh.begin(limit: limits.process)
    guard case .ready(WorkerMessage.version)? = try decode(fresh.line.receive()) else {
      throw .garbled("a greeting was expected")
    }
    return fresh
  }

  private func load() throws(WorkerEnd) -> Result<LoadReport, ScriptLoadProblem> {
    let request = LoadRequest(source: script.source, settings: script.settings)
    switch try exchange(.load(request), limit: limits.start) {
    case .loaded(let report)?:
      try say(report.outputs, at: nil)
      return .success(report)
    case .refused(let problem)?:
      guard case .refused(let failure) = problem else { return .failure(problem) }
      return .failure(.refused(OutputGuard.harmless(failure)))
    default: throw .garbled("a loaded script was expected")
    }
  }

  private func take(_ report: LoadReport) {
    loaded = LoadedFacts(
      declaration: report.declaration, parameters: report.parameters,
      appliedOverrides: report.appliedOverrides, callbacks: report.callbacks, rules: report.rules)
    stateBytes = report.state
    hasTick = callbacks.contains("on_tick")
  }
}

extension ScriptWorker {
  /// Learns the ids of the declared symbols; called once, before the first call.
  ///
  /// - Parameter instruments: The instruments of the session, with all declared symbols among them.
  /// - Throws: A failure when a symbol is missing or the worker fails.
  package func bind(_ instruments: InstrumentTable) throws(ScriptFailure) {
    self.instruments = instruments.all
    try bind()
  }

  private func bind() throws(ScriptFailure) {
    try finish(.bind(instruments), "load")
  }

  /// Takes over the state of an earlier session; called after ``bind(_:)`` and before the start.
  ///
  /// - Parameter bytes: What ``stateBytes`` gave.
  /// - Throws: A failure when the bytes are not such a state, or the worker fails.
  package func restoreState(_ bytes: [UInt8]) throws(ScriptFailure) {
    guard bytes.count <= MessageLimits.state else {
      throw ScriptFailure(
        kind: .error, callback: "state",
        message: "expected at most \(MessageLimits.state) bytes, was \(bytes.count)")
    }
    try finish(.restore(bytes), "state")
  }

  /// A message that is answered by how it went.
  private func finish(_ message: ParentMessage, _ callback: String) throws(ScriptFailure) {
    guard process != nil else { throw (end ?? .closed).failure(in: callback) }
    let outcome: CallOutcome
    do throws(WorkerEnd) {
      outcome = try settle(
        exchange(message, limit: limits.start), callback, now: nil, isRule: false)
    } catch {
      throw fail(error, in: callback)
    }
    if case .failed(let failure) = outcome { throw failure }
  }

  /// What it leaves to a worker that takes its place; it is not called any more from then on.
  package var legacy: WorkerLegacy {
    var timers = timers
    timers.expire()
    return WorkerLegacy(state: stateBytes, instruments: instruments, timers: timers)
  }

  /// Starts a worker in the place of another, with the last state that one kept.
  ///
  /// `on_start` is the engine's to call. Timers that the former worker left on the desk are cancelled
  /// at the first call.
  ///
  /// - Parameters:
  ///   - script: The script, maybe with another text.
  ///   - legacy: What the former worker left.
  ///   - program: What the worker runs.
  ///   - limits: What it may take.
  /// - Returns: The loaded and bound script.
  /// - Throws: Why it does not come up; no process is left then.
  package static func load(
    _ script: WorkerScript, after legacy: WorkerLegacy, program: WorkerProgram = .own,
    limits: WorkerLimits = WorkerLimits()
  ) throws(ScriptLoadProblem) -> ScriptWorker {
    let worker = try load(script, program: program, limits: limits)
    worker.timers = legacy.timers
    worker.instruments = legacy.instruments
    do throws(ScriptFailure) {
      try worker.bind()
      if legacy.state != worker.stateBytes { try worker.restoreState(legacy.state) }
    } catch {
      worker.close()
      throw .refused(error)
    }
    return worker
  }

  /// Ends the worker.
  package func close() {
    process?.end()
    process = nil
    if end == nil { end = .closed }
    timers.expire()
  }

  /// Ends a worker that cannot go on; the failure of its script.
  func fail(_ reason: WorkerEnd, in callback: String) -> ScriptFailure {
    end = reason
    close()
    return reason.failure(in: callback)
  }
}

/// What a worker leaves to the one that takes its place.
package struct WorkerLegacy {
  let state: [UInt8]
  let instruments: [Instrument]
  let timers: WorkerTimers
}

/// What a script says about itself when it is loaded.
private struct LoadedFacts {
  var declaration = StrategyDeclaration(name: "", symbols: [])
  var parameters: [ScriptParameter] = []
  var appliedOverrides: [Int] = []
  var callbacks: [String] = []
  var rules: [String] = []
}

/// The timers of a script that are set on its desk.
struct WorkerTimers {
  /// Those that the running worker set, and whether they fire once.
  private var current: [Int32: Bool] = [:]
  /// Those that an earlier worker left there.
  private(set) var stale: Set<Int32> = []

  /// Those that the running worker set, in order of creation.
  var ids: [Int32] { current.map(\.key).sorted() }

  /// A timer was set.
  mutating func set(_ id: Int32, firesOnce: Bool) { current[id] = firesOnce }

  /// A timer was cancelled.
  mutating func cancel(_ id: Int32) { current.removeValue(forKey: id) }

  /// A timer fires.
  mutating func fire(_ id: Int32) {
    if current[id] == true { current.removeValue(forKey: id) }
  }

  /// The worker that set them is gone.
  mutating func expire() {
    stale.formUnion(current.keys)
    current.removeAll()
  }

  /// The stale ones have been cancelled.
  mutating func forgetStale() { stale.removeAll() }
}

/// A script as its worker is given it: text, settings, and who answers for the rest.
package struct WorkerScript {
  /// The text and its name.
  package let source: ScriptSource
  /// Limits, seed and parameters; `memoryCap` is at most the product's 64 MiB.
  package let settings: ScriptSettings
  /// Gives the text of a module by its name; called in the engine's process.
  package let modules: (String) -> ModuleText
  /// Takes what the script says, with the time of the event; nil while it loads.
  package let sink: (ScriptOutput, EventTime?) -> Void

  /// A script.
  package init(
    source: ScriptSource, settings: ScriptSettings, modules: @escaping (String) -> ModuleText,
    sink: @escaping (ScriptOutput, EventTime?) -> Void
  ) {
    self.source = source
    self.settings = settings
    self.modules = modules
    self.sink = sink
  }
}

/// What a worker may take; the defaults are the product's.
package struct WorkerLimits: Sendable {
  /// Nanoseconds a callback may be watched, questions included: ten ticks of ``Backstop``.
  package var callback: Int64 = 10 * Backstop.tick
  /// Nanoseconds a load, a binding, a restoring or `on_start` may take: a load may run
  /// twice, and each time for its 2 s of processor time.
  package var start: Int64 = 10_000_000_000
  /// Nanoseconds a fresh process may take until it is locked in.
  package var process: Int64 = 20_000_000_000
  /// Questions of one callback.
  package var asks = 50_000
  /// Questions of a load or of `on_start`.
  package var startAsks = 1_000_000
  /// Lines of one second of event time: the script host's 200, and its notices.
  package var lines = 300
  /// Lines, plots and marks of one callback.
  package var outputs = 2_048

  /// The product's limits.
  package init() {}
}
