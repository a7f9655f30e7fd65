import CLuaBridge
import CSupervisor
import Market
import Money
import Recording
import Reporting
import Scripting
import Trading

/// Replays the recording of a live session: every event that entered its engine, in the same order.
struct SessionReplay {
  private let options: ReplayOptions
  private let log: ScriptLog
  private let path: String

  init(_ options: ReplayOptions) {
    self.options = options
    path = options.ticks[0]
    log = ScriptLog(level: options.logLevel)
  }

  /// Replays and prints the report.
  ///
  /// - Throws: ``Stop`` for what is wrong with scripts, recording or output.
  func run(_ hasLoaded: () -> Void) throws(Stop) -> ExitCode {
    let began = supervisor_monotonic_nanoseconds()
    sauda_watchdog_start()
    let scripts = try ReplayScripts(options, log: log)
    hasLoaded()
    let reader = try open(scripts.table)
    var sinks = try ReplaySinks(options)
    var decisions = DecisionRecorder(strategyCount: scripts.desks.count)
    var builder = ReportBuilder(scripts: scripts.facts, mode: .replay)
    var core = SessionCore(
      Engine(desks: scripts.desks, rules: rules(scripts)), table: scripts.table, mode: .paper)
    sinks.begin(core.engine.desks)
    var gaps = 0
    while !core.isOver, let input = try next(reader, core.table, &gaps) {
      _ = core.take(input)
      try carryOut(&core, &decisions, &sinks, &builder)
    }
    if !core.isOver {
      _ = core.take(.stop(reason: "end", at: core.engine.clock))
      try carryOut(&core, &decisions, &sinks, &builder)
    }
    builder.ignoredTicks = core.engine.ignoredTicks
    if gaps > 0 { builder.warnings.append("\(gaps) gaps in the recording") }
    if let damage = reader.damage { builder.warnings.append(damage.description) }
    let report = try builder.report(
      of: core.engine.desks, hashes: decisions.finalize(), ticks: core.engine.sequence,
      elapsed: .nanoseconds(supervisor_monotonic_nanoseconds() - began),
      peakMemoryBytes: supervisor_peak_memory())
    try sinks.finish(
      report, desks: core.engine.desks, isJSON: options.isJSON, isColored: options.isColored)
    guard let failure = builder.failures.first else { return .done }
    FailureText.write(tracebackOf: failure.failure)
    StandardError.line(FailureText.line(failure.failure, tick: failure.sequence))
    return .scriptFailed
  }

  private func open(_ table: InstrumentTable) throws(Stop) -> RecordingReader {
    do throws(RecordingError) {
      return try RecordingReader(path, registry: SymbolRegistry(declared: table))
    } catch {
      throw Stop(error)
    }
  }

  /// The next event of the session; nil at the end.
  private func next(
    _ reader: RecordingReader, _ table: borrowing InstrumentTable, _ gaps: inout Int
  ) throws(Stop) -> SessionInput? {
    while let entry = try nextEntry(reader) {
      switch entry {
      case .tick(let tick): return .tick(tick)
      case .event(let event): return try input(of: event, table)
      case .gap: gaps += 1
      case .metadata, .end: break
      }
    }
    return nil
  }

  private func nextEntry(_ reader: RecordingReader) throws(Stop) -> RecordedEntry? {
    do throws(RecordingError) {
      return try reader.next()
    } catch {
      throw Stop(error)
    }
  }

  private func input(of event: RecordedEvent, _ table: borrowing InstrumentTable) throws(Stop)
    -> SessionInput
  {
    guard let input = SessionInput(event, table) else {
      throw Stop(
        .badInput,
        "\(path): an event of code \(event.code) cannot be replayed with these scripts; "
          + "expected the scripts and the version of the session")
    }
    if case .instrument(let instrument, _) = input {
      throw Stop(
        .badInput,
        "\(path): \(instrument.symbol) was traded by hand alone; expected a session of scripts")
    }
    return input
  }

  private func rules(_ scripts: ReplayScripts) -> ReplayRules {
    let hosts = scripts.hosts
    let table = scripts.table
    let (options, log) = (options, log)
    return ReplayRules(hosts) { place throws(ScriptLoadProblem) in
      try Self.reload(hosts[place], path: options.scripts[place], table: table, log: log)
    }
  }

  /// Loads a script again as it was loaded.
  private static func reload(
    _ former: ScriptHost<Desk>, path: String, table: InstrumentTable, log: ScriptLog
  ) throws(ScriptLoadProblem) -> ScriptHost<Desk> {
    let source: ScriptSource
    do throws(Stop) {
      source = try ScriptFile.read(path)
    } catch {
      throw .parameter(error.message)
    }
    let voice = log.voice(fallback: former.declaration.name)
    let host = try ScriptHost<Desk>.load(
      source, settings: former.loadSettings, modules: { ScriptFile.module($0, beside: path) },
      sink: { output, time in voice.take(output, at: time) })
    do throws(ScriptFailure) {
      try host.bind(table)
    } catch {
      throw .refused(error)
    }
    return host
  }

  private func carryOut(
    _ core: inout SessionCore<ReplayRules>, _ decisions: inout DecisionRecorder,
    _ sinks: inout ReplaySinks, _ builder: inout ReportBuilder
  ) throws(Stop) {
    for effect in core.effects {
      switch effect {
      case .decision(let desk, let decision):
        decisions.add(decision, of: desk, among: core.engine.desks)
      case .filled(let desk, let fill, let ledger):
        try sinks.filled(desk: desk, at: fill.time, ledger)
      case .scriptFailed(let desk, let failure, let sequence):
        builder.failures.append((desk, failure, sequence))
      case .alert, .modeChanged: break
      }
    }
    core.effects.removeAll(keepingCapacity: true)
  }
}
