import Market
import Recording
import Reporting
import Scripting
import Trading
import Worker

/// A recorded session that is run again, input by input, through what it ran through.
struct SessionRun: ~Copyable {
  /// The engine and its instruments.
  var core: SessionCore<ReplayRules>
  private var entries: SessionEntries
  private let scripts: LoadedScripts<ScriptHost<Desk>>
  private let texts: RecordedTexts?
  private let paths: [String]
  private let disk: any SessionDisk
  /// Opens the recording; its symbols get the ids of the table.
  private let open: (InstrumentTable) throws(Stop) -> SessionEntries

  /// A session at its beginning.
  ///
  /// - Parameters:
  ///   - scripts: Its scripts, loaded.
  ///   - recording: Its recording.
  ///   - home: Where that is.
  ///   - texts: The texts it ran; nil for a recording that is read as mere ticks.
  ///   - paths: The scripts' paths, beside which their modules are.
  ///   - disk: Where those are; nil: where the recording is.
  ///   - takesInstruments: Whether symbols may come that no script declares.
  /// - Throws: ``Stop`` for what is no recording.
  init(
    _ scripts: LoadedScripts<ScriptHost<Desk>>, of recording: String, on home: any SessionDisk,
    texts: RecordedTexts?, modulesBeside paths: [String], on disk: (any SessionDisk)? = nil,
    takesInstruments: Bool = false
  ) throws(Stop) {
    self.scripts = scripts
    self.texts = texts
    self.paths = paths
    self.disk = disk ?? home
    open = { (table) throws(Stop) in
      do throws(RecordingError) {
        return SessionEntries(
          try home.recording(recording, SymbolRegistry(declared: table)), path: recording,
          takesInstruments: takesInstruments)
      } catch {
        throw Stop(error)
      }
    }
    entries = try open(scripts.table)
    core = SessionCore(
      Engine(desks: scripts.desks, rules: ReplayRules(scripts)), table: scripts.table, mode: .paper)
  }

  /// Gaps in the recording so far.
  var gaps: Int { entries.gaps }
  /// What was cut off its end; nil when nothing was, or it is not reached yet.
  var damage: String? { entries.damage }

  /// What a session began from.
  ///
  /// - Parameters:
  ///   - fingerprint: The fingerprint of the file, as the recording tells it.
  ///   - archive: The session's folder.
  /// - Returns: The snapshot.
  /// - Throws: ``Stop`` when it is not there as it was.
  static func start(_ fingerprint: String, in archive: SessionArchive) throws(Stop)
    -> KeptSnapshot
  {
    guard let kept = try archive.snapshot(archive.start) else {
      throw Stop(
        .inputOutput,
        "\(archive.start): expected what the session took over, it is not there; put it back beside "
          + "the recording")
    }
    guard Fingerprint.sha256(of: kept.bytes) == fingerprint else {
      throw Stop(.badInput, "\(archive.start): expected what the session took over, it is another")
    }
    return kept
  }

  /// Goes on from what another session has left.
  ///
  /// - Parameters:
  ///   - kept: What it has left.
  ///   - path: Where that was read.
  /// - Throws: ``Stop`` with exit code 65 when it cannot be read, or is of other scripts.
  mutating func begin(from kept: KeptSnapshot, _ path: String) throws(Stop) {
    let snapshot = try kept.snapshot(in: path)
    do throws(SnapshotError) {
      try core.restore(snapshot, kept.instruments)
    } catch {
      throw Stop(.badInput, "\(path): \(error)")
    }
    // What was dealt in by hand before has its ids already.
    entries = try open(core.table)
  }

  /// Lets the next input act; its effects are the caller's to take.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: ``Stop`` for damage in the middle of the recording.
  mutating func next() throws(Stop) -> Bool {
    guard !core.isOver, let event = try entries.next(core.table) else { return false }
    core.engine.rules.impose(event.lostCalls)
    var input = event.input
    if case .restart(let place, let fingerprint, let time) = input {
      if !prepare(place, fingerprint, event.modules) { input = .clock(time) }
    } else {
      texts?.note(event.modules)
    }
    _ = core.take(input)
    return true
  }

  /// Loads a script again, as the session did.
  ///
  /// - Returns: Whether it may begin anew: it is one of this replay, it has failed here, too, and it loads.
  private mutating func prepare(
    _ place: Int, _ fingerprint: String, _ modules: [RecordedModule]
  ) -> Bool {
    guard let texts, scripts.sources.indices.contains(place),
      !core.engine.desks[place].isScriptRunning
    else { return false }
    let former = core.engine.rules.script(of: place)
    let text = texts.text(of: place, after: former.source, fingerprint)
    texts.note(modules)
    let shelf = texts.shelf(of: place) { [paths, disk] name in
      ScriptFile.module(name, beside: paths[place], on: disk)
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
