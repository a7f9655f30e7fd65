import CLuaBridge
import CSupervisor
import Market
import Money
import Recording
import Reporting
import Scripting
import Trading

/// A dry run: recorded ticks through the engine, then a report.
public struct ReplaySession {
  private let options: ReplayOptions
  private let log: ScriptLog
  private let bar: ProgressBar

  /// Ticks read at once; more where each of many scripts is to have a stretch of its own.
  private static func batchSize(isAhead: Bool) -> Int { isAhead ? 4_096 : 1_024 }

  /// Runs `sauda replay` in a supervised child and gives the exit code.
  public static func run(_ request: ReplayRequest) -> Int32 {
    do throws(Stop) {
      let options = try request.checked(.current())
      return SupervisedProcess.run { hasLoaded in
        do throws(Stop) {
          if options.session != nil { return try SessionReplay(options).run(hasLoaded).rawValue }
          return try ReplaySession(options).run(hasLoaded).rawValue
        } catch {
          if !error.message.isEmpty { StandardError.line(error.message) }
          return error.code.rawValue
        }
      }
    } catch {
      StandardError.line(error.message)
      return error.code.rawValue
    }
  }

  /// A dry run that has not begun.
  init(_ options: ReplayOptions) {
    self.options = options
    let bar = ProgressBar(isShown: StandardError.isTerminal)
    self.bar = bar
    log = ScriptLog(level: options.logLevel)
    log.beforeLine = { bar.clear() }
  }

  /// Runs it and writes the report.
  ///
  /// - Throws: ``Stop`` for what is wrong with scripts, ticks or output.
  func run(_ hasLoaded: () -> Void) throws(Stop) -> ExitCode {
    sauda_watchdog_start()
    if let code = try run(hasLoaded, mayRunAhead: true) { return code }
    return try run(hasLoaded, mayRunAhead: false) ?? .scriptFailed
  }

  /// Runs the session.
  ///
  /// - Returns: Nil when scripts that ran ahead of each other cannot say how it ends, and it has to be run
  ///   again in turns. Nothing has been told to anyone by then.
  private func run(_ hasLoaded: () -> Void, mayRunAhead: Bool) throws(Stop) -> ExitCode? {
    log.forgetVoices()
    let scripts = try options.loadScripts(log: log)
    hasLoaded()
    let input = try openTicks(scripts.table)
    // Running again takes reading again: a pipe gives its ticks once, and standard input, even when it
    // is a file, from where somebody else may have read to.
    let isRepeatable = input.progress.total != nil && !options.ticks.contains("-")
    let hosts = scripts.scripts
    // Several may, when none cares when the others have their turn.
    let runsAhead =
      mayRunAhead && isRepeatable && !options.usesPlainCalls && hosts.count > 1
      && hosts.allSatisfy(\.mayRunAhead)
    let reader = try TickAhead(input, batchSize: Self.batchSize(isAhead: runsAhead))
    defer { reader.finish() }
    var results = try ReplayResults(scripts, options)
    defer { for host in hosts { host.close() } }
    var engine = Engine(desks: scripts.desks, rules: ScriptRules(hosts))
    if !options.usesPlainCalls { engine.gatherDecisions(withFills: results.looksAtFills) }
    var ahead = runsAhead ? AheadRun() : nil
    let isWhole = try play(reader, into: &engine, &ahead, &results)
    bar.clear()
    guard isWhole, !(runsAhead && hosts.contains(where: \.askedOutOfTurn)) else { return nil }
    results.builder.ignoredTicks = engine.ignoredTicks
    results.builder.skippedRows = options.skipsBadRows ? Int64(reader.counts.skippedRows) : nil
    results.builder.warnings += log.warnings
    results.builder.warnings += ReplayWarnings(options, engine.desks, scripts.table)
      .all(reader.counts, isRepeatable: isRepeatable)
    return try results.finish(engine.desks, engine.tally, ticks: engine.sequence)
  }

  private func openTicks(_ table: InstrumentTable) throws(Stop) -> TickReader {
    var reading = TickReadOptions(
      skipsBadRows: options.skipsBadRows, from: options.from, to: options.to)
    reading.fileSymbols = options.fileSymbols
    do throws(RecordingError) {
      return try TickReader(
        files: options.ticks, options: reading, registry: SymbolRegistry(declared: table))
    } catch {
      throw Stop(error)
    }
  }

  /// Plays all ticks; false when the session has to be run again in turns.
  private func play(
    _ reader: TickAhead, into engine: inout Engine<ScriptRules>, _ ahead: inout AheadRun?,
    _ results: inout ReplayResults
  ) throws(Stop) -> Bool {
    var effects: [Effect] = []
    var begin: EventTime?
    while !engine.hasFailed, results.ending == nil {
      let ticks = try reader.next()
      begin = begin ?? ticks.first?.time
      if !engine.hasStarted, let time = Self.start(of: ticks, engine, else: begin) {
        engine.start(at: time, mode: .replay, into: &effects)
        try results.carryOut(&effects, of: &engine)
        if engine.hasFailed { break }
      }
      if ticks.isEmpty { break }
      guard try process(ticks, into: &engine, &ahead, &effects, &results) else { return false }
      bar.update(fraction: reader.progress.fraction, ticks: engine.sequence)
    }
    engine.stop(reason: results.ending == nil ? "end" : "error", into: &effects)
    try results.carryOut(&effects, of: &engine)
    return true
  }

  /// When a session begins: with the first tick of its scripts, as a live one would; nil: not in this batch.
  private static func start(
    of ticks: UnsafeBufferPointer<Tick>, _ engine: borrowing Engine<ScriptRules>,
    else begin: EventTime?
  ) -> EventTime? {
    for tick in ticks where engine.listens(to: tick.instrument) { return tick.time }
    return ticks.isEmpty ? begin ?? EventTime(nanoseconds: 0) : nil
  }

  /// Processes a batch, and carries out what comes of it; false as above.
  private func process(
    _ ticks: UnsafeBufferPointer<Tick>, into engine: inout Engine<ScriptRules>,
    _ ahead: inout AheadRun?, _ effects: inout [Effect], _ results: inout ReplayResults
  ) throws(Stop) -> Bool {
    let ticks = Span(_unsafeElements: ticks)
    if var run = ahead.take() {
      defer { ahead = run }
      do throws(EngineError) {
        guard try engine.processAhead(ticks, &run, into: &effects) else { return false }
      } catch {
        // Scripts had come further than the tick of the error.
        return false
      }
      try results.carryOut(&effects, of: &engine)
      return true
    }
    var progress = BatchProgress()
    var place = 0
    while place < ticks.count, !engine.hasFailed, results.ending == nil {
      do throws(EngineError) {
        if options.usesPlainCalls {
          try engine.process(ticks[place], into: &effects)
          place += 1
        } else {
          try engine.process(ticks, &progress, into: &effects)
          place = progress.done
        }
      } catch {
        results.end(with: error)
      }
      try results.carryOut(&effects, of: &engine)
    }
    return true
  }
}

extension ReplayOptions {
  /// Loads the scripts, in this process.
  ///
  /// - Parameters:
  ///   - log: Takes what they say.
  ///   - recorded: The texts of the recorded session that is replayed.
  /// - Returns: The scripts, with their desks and instruments.
  /// - Throws: ``Stop``: 64 for wrong parameters or cash, 65 for scripts that are refused, 74 for files
  ///   that cannot be read.
  func loadScripts(
    log: ScriptLog, recorded: RecordedTexts? = nil
  ) throws(Stop) -> LoadedScripts<ScriptHost<Desk>> {
    try LoadedScripts(
      terms,
      SessionSetting(
        outlivesScripts: session != nil, history: SpillFile(), recorded: recorded,
        takesShortcuts: !usesPlainCalls),
      starter: HostStarter(), disk: SystemDisk(), log: log,
      instruments: instruments)
  }
}

extension Stop {
  /// A tick file's error, with its exit code.
  init(_ error: RecordingError) {
    self.init(ExitCode(rawValue: error.exitCode) ?? .badInput, error.description)
  }
}
