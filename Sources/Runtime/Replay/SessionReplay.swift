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
  private let texts: SessionTexts

  init(_ options: ReplayOptions) {
    self.options = options
    path = options.ticks[0]
    log = ScriptLog(level: options.logLevel)
    texts = SessionTexts(recording: options.ticks[0])
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
    for (place, script) in scripts.facts.enumerated()
    where options.session?.fingerprint(of: place).map({ $0 != script.fingerprint }) ?? false {
      builder.warnings.append(
        "\(script.fileName) is not the text that the session ran: it may decide otherwise")
    }
    var entries = SessionEntries(reader, path: path)
    while !core.isOver, let event = try entries.next(core.table) {
      core.impose(event.lostCalls)
      if case .text(let script, let file, let fingerprint, _) = event.input {
        try texts.take(script, file, fingerprint)
      }
      _ = core.take(event.input)
      try carryOut(&core, &decisions, &sinks, &builder)
    }
    if !core.isOver {
      _ = core.take(.stop(reason: "end", at: core.engine.clock))
      try carryOut(&core, &decisions, &sinks, &builder)
    }
    builder.ignoredTicks = core.engine.ignoredTicks
    if entries.gaps > 0 { builder.warnings.append("\(entries.gaps) gaps in the recording") }
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

  private func rules(_ scripts: ReplayScripts) -> ReplayRules {
    let hosts = scripts.hosts
    let table = scripts.table
    let (options, log, texts) = (options, log, texts)
    return ReplayRules(hosts) { place throws(ScriptLoadProblem) in
      try Self.reload(
        hosts[place], texts.source(of: place, path: options.scripts[place]),
        path: options.scripts[place], table: table, log: log)
    }
  }

  /// Loads a script again as it was loaded.
  private static func reload(
    _ former: ScriptHost<Desk>, _ source: ScriptSource, path: String, table: InstrumentTable,
    log: ScriptLog
  ) throws(ScriptLoadProblem) -> ScriptHost<Desk> {
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
