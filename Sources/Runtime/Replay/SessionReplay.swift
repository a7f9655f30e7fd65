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
    let scripts = try options.loadScripts(log: log)
    hasLoaded()
    let reader = try open(scripts.table)
    var results = try ReplayResults(scripts, options)
    var core = SessionCore(
      Engine(desks: scripts.desks, rules: ReplayRules(scripts)), table: scripts.table, mode: .paper)
    for (place, script) in scripts.facts.enumerated()
    where options.session?.fingerprint(of: place).map({ $0 != script.fingerprint }) ?? false {
      results.builder.warnings.append(
        "\(script.fileName) is not the text that the session ran: it may decide otherwise")
    }
    var entries = SessionEntries(reader, path: path)
    while !core.isOver, let event = try entries.next(core.table) {
      core.engine.rules.impose(event.lostCalls)
      if case .text(let script, let file, let fingerprint, _) = event.input {
        try take(text: file, fingerprint, of: script, &core)
      }
      _ = core.take(event.input)
      try results.carryOut(&core.effects, core.engine.desks)
    }
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

  /// Gives a script the text that it was given while the session ran, from beside its recording.
  ///
  /// - Throws: ``Stop``: 74 when it cannot be read, 65 when it is not the text of the session.
  private func take(
    text file: String, _ fingerprint: String, of script: Int, _ core: inout SessionCore<ReplayRules>
  ) throws(Stop) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    guard !file.contains("/"), file.hasSuffix(".lua") else {
      throw Stop(.badInput, "\(folder): expected the name of a text beside the recording")
    }
    let source = try ScriptFile.read(folder + file, on: SystemDisk())
    guard Fingerprint.sha256(of: source.text) == fingerprint else {
      throw Stop(
        .badInput, "\(folder)\(file): expected the text that the session ran, it was changed")
    }
    // A recording may name a script that this replay was not given.
    guard core.engine.desks.indices.contains(script) else { return }
    core.engine.rules.replace(source: source, of: script)
  }
}

/// The events of a recorded session, one after the other, each with the calls that were lost in it.
private struct SessionEntries {
  /// One event.
  struct Event {
    /// What entered the engine.
    var input: SessionInput
    /// Calls that were lost in it.
    var lostCalls: [LostCall]
  }

  private let reader: RecordingReader
  private let path: String
  /// An entry that was read to see that it is not of the event before.
  private var ahead: RecordedEntry?
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
      return ahead
    }
    do throws(RecordingError) {
      return try reader.next()
    } catch {
      throw Stop(error)
    }
  }

  private mutating func event(
    of input: SessionInput, _ table: borrowing InstrumentTable
  ) throws(Stop) -> Event {
    var event = Event(input: input, lostCalls: [])
    while let entry = try take() {
      guard case .event(let recorded) = entry else {
        ahead = entry
        break
      }
      if let lost = LostCall(recorded) {
        event.lostCalls.append(lost)
      } else if let last = event.lostCalls.indices.last,
        event.lostCalls[last].take(recorded, table)
      {
        continue
      } else {
        ahead = entry
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
}
