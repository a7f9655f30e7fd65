import CLuaBridge
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
    sauda_watchdog_start()
    let scripts = try ReplayScripts(options, log: log)
    hasLoaded()
    let reader = try open(scripts.table)
    var results = try ReplayResults(scripts, options)
    var core = SessionCore(
      Engine(desks: scripts.desks, rules: rules(scripts)), table: scripts.table, mode: .paper)
    for (place, script) in scripts.facts.enumerated()
    where options.session?.fingerprint(of: place).map({ $0 != script.fingerprint }) ?? false {
      results.builder.warnings.append(
        "\(script.fileName) is not the text that the session ran: it may decide otherwise")
    }
    var entries = SessionEntries(reader, path: path)
    while !core.isOver, let event = try entries.next(core.table) {
      core.impose(event.lostCalls)
      if case .text(let script, let file, let fingerprint, _) = event.input {
        try texts.take(script, file, fingerprint)
      }
      _ = core.take(event.input)
      try results.carryOut(&core.effects, core.engine.desks)
    }
    if !core.isOver {
      _ = core.take(.stop(reason: "end", at: core.engine.clock))
      try results.carryOut(&core.effects, core.engine.desks)
    }
    results.builder.ignoredTicks = core.engine.ignoredTicks
    if entries.gaps > 0 { results.builder.warnings.append("\(entries.gaps) gaps in the recording") }
    if let damage = reader.damage { results.builder.warnings.append(damage.description) }
    return try results.finish(core.engine.desks, ticks: core.engine.sequence)
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
}
