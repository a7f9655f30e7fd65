import CSupervisor
import Market
import Reporting
import Scripting
import Trading
import Worker

/// What the engine's thread of a live session does, from loading the scripts to the report.
struct EngineBody<Clock: TimeSource, Starter: ScriptStarter, Rules: SessionRules & ~Copyable> {
  let options: LiveOptions
  let ports: SessionPorts<Clock, Starter>
  private let mailbox: Mailbox
  private let board: SessionBoard
  private let lines: LineOutput
  private let rules: (LoadedScripts<Starter.Script>) -> Rules

  /// The work of a session.
  ///
  /// - Parameters:
  ///   - options: What was asked for.
  ///   - ports: The world outside.
  ///   - mailbox: Where everything arrives.
  ///   - board: Where others look.
  ///   - lines: Takes what the session says.
  ///   - rules: Makes the rule set of loaded scripts.
  init(
    _ options: LiveOptions, _ ports: SessionPorts<Clock, Starter>, mailbox: Mailbox,
    board: SessionBoard, lines: @escaping LineOutput,
    rules: @escaping (LoadedScripts<Starter.Script>) -> Rules
  ) {
    self.options = options
    self.ports = ports
    self.mailbox = mailbox
    self.board = board
    self.lines = lines
    self.rules = rules
  }

  /// Runs the session and tells how it went; the thread waits in here, and nowhere else.
  func run(_ outcome: SessionOutcome) {
    let loop: LiveLoop<Rules, Clock>
    do throws(Stop) {
      loop = try load()
    } catch {
      for arrival in mailbox.close() { arrival.refuse() }
      return outcome.tell(start: .failure(error))
    }
    outcome.tell(
      start: .success(.init(table: loop.core.table, recording: loop.recorder?.path)))
    while case .waits(let deadline) = loop.step() { mailbox.wait(until: deadline) }
    do throws(Stop) {
      outcome.tell(end: .success(try loop.report(peakMemoryBytes: supervisor_peak_memory())))
    } catch {
      outcome.tell(end: .failure(error))
    }
  }

  /// Loads the scripts and begins the recording.
  ///
  /// - Returns: The session, to be stepped.
  /// - Throws: ``Stop``: 64 for wrong parameters or cash, 65 for scripts that are refused, 74 for files
  ///   that cannot be read or written.
  func load() throws(Stop) -> LiveLoop<Rules, Clock> {
    let log = ScriptLog(level: options.logLevel, window: .hour) { [lines] bytes in
      lines(bytes, .error)
    }
    let scripts = try LoadedScripts(
      options.terms, SessionSetting(outlivesScripts: true), starter: ports.starter,
      disk: ports.disk, log: log, instruments: ports.instruments)
    let today = options.fyersURL == nil ? IndianTime(ports.clock.wallTime()).date : nil
    try SessionLegality.check(
      scripts.desks, files: scripts.facts.map(\.fileName), on: today)
    let account = try account(of: scripts)
    let takeOver = try account.flatMap { (account) throws(Stop) in try self.takeOver(account) }
    var core = SessionCore(
      Engine(desks: scripts.desks, rules: rules(scripts)), table: scripts.table, mode: .paper)
    if let takeOver { try goOn(from: takeOver, &core) }
    let folder = try folder(scripts)
    let files = SessionScripts(
      disk: ports.disk, store: folder.map { TextStore(of: $0.path, on: ports.disk) },
      originals: scripts.sources, shelves: scripts.shelves, background: ports.background)
    let modules = try keepTexts(files)
    var place: SessionPlace?
    if let folder, let account {
      place = SessionPlace(
        archive: SessionArchive(folder.path, on: ports.disk), account: account, takeOver: takeOver)
    }
    let facts = place.map { SessionMetadata.facts(options, scripts, modules, $0) } ?? []
    let recorder = try place.map { (place) throws(Stop) in
      try begin(in: place, metadata: facts)
    }
    var audience = LiveAudience(
      board: board, log: log, narrator: SessionLines(isJSON: options.isJSON, output: lines),
      desks: scripts.desks.count)
    for warning in scripts.instruments.warnings {
      audience.note(warning, .warn, at: ports.clock.wallTime())
    }
    if let takeOver {
      let tables = core.engine.desks.indices.map { core.engine.rules.tables(script: $0) }
      for line in takeOver.lines(core.engine.desks, tables, facts) {
        audience.note(line.text, line.isWarning ? .warn : .info, at: ports.clock.wallTime())
      }
      audience.denialsTold = core.engine.desks.map(\.denialCount)
    }
    return LiveLoop(
      options, core, scripts.instruments, scripts.facts, recorder: recorder,
      scripts: files, mailbox: mailbox, audience: audience, clock: ports.clock)
  }

  /// Makes the session's folder; nil when nothing is recorded.
  private func folder(_ scripts: LoadedScripts<Starter.Script>) throws(Stop) -> SessionFolder? {
    guard options.records else { return nil }
    let name = scripts.desks.first?.declaration.name ?? LoadedScripts<Starter.Script>.handName
    return try SessionFolder(
      in: options.dataFolder, name: name, at: ports.clock.wallTime(), on: ports.disk)
  }

  /// Keeps the texts that the session begins with.
  ///
  /// - Returns: The modules, to be recorded.
  private func keepTexts(_ files: SessionScripts) throws(Stop) -> [RecordedModule] {
    try files.store?.make()
    for original in files.originals { try files.store?.keep(original.source.text) }
    return try files.keepModules()
  }
}
