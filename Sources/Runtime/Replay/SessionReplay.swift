import CLuaBridge
import Market
import Money
import Recording
import Reporting
import Scripting
import Trading
import Worker

/// Replays the recording of a live session: every event that entered its engine, in the same order.
struct SessionReplay {
  private let options: ReplayOptions
  private let log: ScriptLog
  private let path: String

  init(_ options: ReplayOptions) {
    self.options = options
    path = options.ticks[0]
    log = ScriptLog(level: options.logLevel, window: .hour)
  }

  /// Replays and prints the report.
  ///
  /// - Throws: ``Stop`` for what is wrong with scripts, recording or output.
  func run(_ hasLoaded: () -> Void) throws(Stop) -> ExitCode {
    sauda_watchdog_start()
    let texts = options.session.map { RecordedTexts($0, of: path, on: SystemDisk()) }
    let scripts = try options.loadScripts(log: log, recorded: texts)
    hasLoaded()
    let reader = try open(scripts.table)
    var results = try ReplayResults(scripts, options)
    var core = SessionCore(
      Engine(desks: scripts.desks, rules: ReplayRules(scripts)), table: scripts.table, mode: .paper)
    var entries = SessionEntries(reader, path: path)
    while !core.isOver, let event = try entries.next(core.table) {
      core.engine.rules.impose(event.lostCalls)
      var input = event.input
      if case .restart(let place, let fingerprint, let time) = input {
        let isUp = prepare(place, fingerprint, event.modules, texts, scripts, &core)
        if !isUp { input = .clock(time) }
      } else {
        texts?.note(event.modules)
      }
      _ = core.take(input)
      try results.carryOut(&core.effects, core.engine.desks)
    }
    results.builder.warnings += texts?.warnings ?? []
    if !core.isOver {
      _ = core.take(.stop(reason: "end", at: core.engine.clock))
      try results.carryOut(&core.effects, core.engine.desks)
    }
    results.builder.ignoredTicks = core.engine.ignoredTicks
    results.builder.warnings += log.warnings
    if entries.gaps > 0 { results.builder.warnings.append("\(entries.gaps) gaps in the recording") }
    if let damage = reader.damage { results.builder.warnings.append(damage.description) }
    return try results.finish(core.engine.desks, core.engine.tally, ticks: core.engine.sequence)
  }

  private func open(_ table: InstrumentTable) throws(Stop) -> RecordingReader {
    do throws(RecordingError) {
      return try RecordingReader(path, registry: SymbolRegistry(declared: table))
    } catch {
      throw Stop(error)
    }
  }

  /// Loads a script again, as the session did.
  ///
  /// - Returns: Whether it may begin anew: it is one of this replay, it has failed here, too, and it loads.
  private func prepare(
    _ place: Int, _ fingerprint: String, _ modules: [RecordedModule], _ texts: RecordedTexts?,
    _ scripts: LoadedScripts<ScriptHost<Desk>>, _ core: inout SessionCore<ReplayRules>
  ) -> Bool {
    guard let texts, scripts.sources.indices.contains(place),
      !core.engine.desks[place].isScriptRunning
    else { return false }
    let former = core.engine.rules.script(of: place)
    let text = texts.text(of: place, after: former.source, fingerprint)
    texts.note(modules)
    let shelf = texts.shelf(of: place) { [options] name in
      ScriptFile.module(name, beside: options.terms.scripts[place], on: SystemDisk())
    }
    let source = WorkerScript(
      source: text, settings: former.settings, modules: { shelf.text($0) }, sink: former.sink)
    do throws(ScriptLoadProblem) {
      let script = try core.engine.rules.restart(of: place)(source)
      core.engine.rules.install(script, source, of: place)
      return true
    } catch {
      let name = core.engine.desks[place].declaration.name
      texts.warn("\(name) did not start again as it did in the session: \(error.sentence)")
      return false
    }
  }
}

/// The events of a recorded session, one after the other, each with the calls that were lost and the modules
/// that were required in it.
private struct SessionEntries {
  /// One event.
  struct Event {
    /// What entered the engine.
    var input: SessionInput
    /// Calls that were lost in it.
    var lostCalls: [LostCall] = []
    /// Modules that were required in it.
    var modules: [RecordedModule] = []
  }

  private let reader: RecordingReader
  private let path: String
  /// An entry that was read to see that it is not of the event before.
  private var ahead: (entry: RecordedEntry, offset: Int)?
  /// The byte at which the entry that was taken last begins.
  private var offset = 0
  /// Gaps so far.
  private(set) var gaps = 0

  init(_ reader: RecordingReader, path: String) {
    self.reader = reader
    self.path = path
  }

  /// The next event of the session; nil at the end.
  mutating func next(_ table: borrowing InstrumentTable) throws(Stop) -> Event? {
    while let entry = try take() {
      switch entry {
      case .tick(let tick): return try event(of: .tick(tick), table)
      case .event(let event): return try self.event(of: input(of: event, table), table)
      case .gap: gaps += 1
      case .metadata, .end: break
      }
    }
    return nil
  }

  private mutating func take() throws(Stop) -> RecordedEntry? {
    if let ahead {
      self.ahead = nil
      offset = ahead.offset
      return ahead.entry
    }
    do throws(RecordingError) {
      let entry = try reader.next()
      offset = reader.entryOffset
      return entry
    } catch {
      throw Stop(error)
    }
  }

  private mutating func event(
    of input: SessionInput, _ table: borrowing InstrumentTable
  ) throws(Stop) -> Event {
    var event = Event(input: input)
    while let entry = try take() {
      guard case .event(let recorded) = entry else {
        ahead = (entry, offset)
        break
      }
      if let lost = LostCall(recorded) {
        event.lostCalls.append(lost)
      } else if let module = RecordedModule(recorded) {
        event.modules.append(module)
      } else if let last = event.lostCalls.indices.last,
        event.lostCalls[last].take(recorded, table)
      {
        continue
      } else {
        ahead = (entry, offset)
        break
      }
    }
    return event
  }

  private func input(of event: RecordedEvent, _ table: borrowing InstrumentTable) throws(Stop)
    -> SessionInput
  {
    guard let input = SessionInput(event, table) else {
      throw Stop(
        .badInput,
        "\(path): byte \(offset): an event of code \(event.code) cannot be replayed with these "
          + "scripts; expected the scripts and the version of the session")
    }
    if case .instrument(let instrument, _) = input {
      throw Stop(
        .badInput,
        "\(path): byte \(offset): \(instrument.symbol) was traded by hand alone; "
          + "expected a session of scripts")
    }
    return input
  }
}
