import Fyers
import Glibc
import Market
import Reporting
import Server
import Synchronization

/// `sauda run` and `sauda serve`: puts a live session together, keeps it up, and ends it.
public struct LiveRun {
  private let options: LiveOptions
  private let configuration: Configuration
  private let printer = LinePrinter()
  private let mailbox = Mailbox()
  private let board = SessionBoard()
  private let verb: String

  /// Runs a session until it is stopped, and gives the exit code.
  public static func run(_ request: LiveRequest) -> Int32 {
    do throws(Stop) {
      let configuration = try Configuration.current()
      let options = try request.checked(configuration)
      return try LiveRun(options, configuration, verb: request.verb).run().rawValue
    } catch {
      if !error.message.isEmpty { StandardError.line(error.message) }
      return error.code.rawValue
    }
  }

  private init(_ options: LiveOptions, _ configuration: Configuration, verb: String) {
    self.options = options
    self.configuration = configuration
    self.verb = verb
  }

  private func run() throws(Stop) -> ExitCode {
    // A peer that goes away in the middle of a write is an error of that write, not of the program.
    signal(SIGPIPE, SIG_IGN)
    let account = try account()
    let printing = try EngineThread { [printer] in printer.run() }
    defer {
      printer.close()
      printing.join()
    }
    let outcome = SessionOutcome()
    let session = LiveSession(options, mailbox: mailbox, board: board)
    let lookup = InstrumentLookup(
      account, folder: options.fyersURL == nil ? options.dataFolder : nil, say: say)
    let engine = try EngineThread { [options, mailbox, board, printer] in
      EngineBody(options, lookup, mailbox, board, printer).run(outcome)
    }
    defer { engine.join() }
    let started = try outcome.started()
    if let recording = started.recording { say("recording \(recording)") }
    let ending = SignalWatch { session.stop(reason: "operator") }
    defer { ending.stop() }
    let services: LiveServices
    do throws(Stop) {
      services = try LiveServices(
        options, configuration, session, account, table: started.table,
        link: FeedLink(mailbox: mailbox, say: say), say: say)
    } catch {
      session.stop(reason: "error")
      throw error
    }
    let view = try view(of: started)
    let result = outcome.finished()
    view?.stop()
    services.stop()
    return try conclude(result)
  }

  /// A line for people, through the printer.
  private var say: @Sendable (String) -> Void {
    { [printer, board] text in
      let time = board.view.time ?? WallClock.now()
      let line = LogLine(time: time, level: .info, name: "sauda", text: text)
      printer.write(line.bytes, to: .error)
    }
  }

  private func account() throws(Stop) -> FyersAccount? {
    guard options.feed != .manual else { return nil }
    return try BrokerAccess(
      url: options.fyersURL, folder: options.dataFolder, configuration: configuration
    ).signedInAccount()
  }

  private func view(of started: SessionOutcome.Start) throws(Stop) -> TableView? {
    guard options.showsTable else { return nil }
    return try TableView(board: board, printer: printer, isColored: options.isColored)
  }

  private func conclude(_ result: Result<SessionReport, Stop>) throws(Stop) -> ExitCode {
    let report = try result.get()
    let bytes =
      options.isJSON
      ? SessionLines.summary(of: report, recording: board.view.recording)
      : Array(TextReport.text(of: report, options: .init(isColored: options.isColored)).utf8)
    printer.write(bytes, to: .output)
    return .done
  }
}
