import Market
import Reporting
import Trading

/// What the engine's thread of a live session does, from loading the scripts to the report.
struct EngineBody {
  private let options: LiveOptions
  private let lookup: InstrumentLookup
  private let mailbox: Mailbox
  private let board: SessionBoard
  private let printer: LinePrinter

  init(
    _ options: LiveOptions, _ lookup: InstrumentLookup, _ mailbox: Mailbox, _ board: SessionBoard,
    _ printer: LinePrinter
  ) {
    self.options = options
    self.lookup = lookup
    self.mailbox = mailbox
    self.board = board
    self.printer = printer
  }

  /// Runs the session and tells how it went.
  func run(_ outcome: SessionOutcome) {
    let loop: LiveLoop
    do throws(Stop) {
      loop = try loaded()
    } catch {
      refuseAll()
      return outcome.tell(start: .failure(error))
    }
    outcome.tell(
      start: .success(.init(table: loop.core.table, recording: loop.recorder?.path)))
    do throws(Stop) {
      outcome.tell(end: .success(try loop.run()))
    } catch {
      outcome.tell(end: .failure(error))
    }
  }

  private func refuseAll() {
    for arrival in mailbox.close() { arrival.refuse() }
  }

  private func loaded() throws(Stop) -> LiveLoop {
    let log = ScriptLog(level: options.logLevel) { [printer] bytes in
      printer.write(bytes, to: .error)
    }
    let scripts = try LiveScripts(options, lookup: lookup, log: log)
    let recorder: SessionRecorder? = try recorder(scripts)
    let narrator = SessionLines(isJSON: options.isJSON, printer: printer)
    return LiveLoop(
      options, scripts, recorder: recorder, mailbox: mailbox, board: board, log: log,
      narrator: narrator)
  }

  private func recorder(_ scripts: LiveScripts) throws(Stop) -> SessionRecorder? {
    guard options.records else { return nil }
    let name = scripts.desks.first?.declaration.name ?? LiveScripts.handName
    let folder = try SessionFolder(in: options.dataFolder, name: name, at: WallClock.now())
    return try SessionRecorder(
      folder.recording, metadata: SessionMetadata.facts(options, scripts).map { ($0.0, $0.1) })
  }
}
