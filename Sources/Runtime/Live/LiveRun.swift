import Fyers
import Glibc
import Market
import Reporting
import Server
import Worker

/// `sauda run` and `sauda serve`: puts a live session together, keeps it up, and ends it.
public struct LiveRun {
  private let options: LiveOptions
  private let configuration: Configuration
  private let printer = LinePrinter()
  private let mailbox = Mailbox()
  private let board = SessionBoard()
  private let clock = SystemClock()

  /// Runs a session until it is stopped, and gives the exit code.
  public static func run(_ request: LiveRequest) -> Int32 {
    do throws(Stop) {
      let configuration = try Configuration.current()
      let options = try request.checked(configuration)
      return try LiveRun(options, configuration).run().rawValue
    } catch {
      if !error.message.isEmpty { StandardError.line(error.message) }
      return error.code.rawValue
    }
  }

  private init(_ options: LiveOptions, _ configuration: Configuration) {
    self.options = options
    self.configuration = configuration
  }

  /// Nanoseconds that a terminal or pipe has to take the last lines.
  private static let lastLines: Int64 = 2_000_000_000

  private func run() throws(Stop) -> ExitCode {
    // A peer that goes away in the middle of a write, and a file that may not grow any more, are
    // errors of that write, not of the program.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    try FileRoom.check(workers: options.terms.scripts.count)
    // To the very end: a signal that comes while the last lines are written must not lose them.
    var ending: SignalWatch?
    defer { withExtendedLifetime(ending) {} }
    let account = try account()
    let printed = ThreadSignal()
    let printing = try OwnThread { [printer] in
      printer.run()
      printed.notify()
    }
    defer {
      printer.close()
      if printed.wait(nanoseconds: Self.lastLines) { printing.join() }
    }
    let session = LiveSession(options, mailbox: mailbox, board: board, clock: clock)
    // The port is had before anything is made that a second session would leave behind.
    let api = try ApiService(options, configuration, session, say: say)
    defer { api.stop() }
    ending = SignalWatch { session.stop(reason: "operator") }
    return try conclude(try play(session, account))
  }

  /// Loads the scripts, starts the feed, and waits for the end.
  private func play(_ session: LiveSession, _ account: FyersAccount?) throws(Stop)
    -> Result<SessionReport, Stop>
  {
    let outcome = SessionOutcome()
    let background = try ScriptThread()
    let engine = try OwnThread { [options, mailbox, board, printer, clock, say] in
      let ports = SessionPorts(
        clock: clock, disk: SystemDisk(), starter: WorkerStarter(),
        instruments: Self.instruments(options, account, say), background: background,
        restorer: ProcessRestorer())
      EngineBody(
        options, ports, mailbox: mailbox, board: board,
        lines: { bytes, stream in printer.write(bytes, to: stream) },
        rules: { WorkerRules($0.scripts) }
      ).run(outcome)
    }
    // Whatever goes wrong from here on, the engine is told before it is waited for.
    defer {
      session.stop(reason: "error")
      engine.join()
    }
    let started = try outcome.started()
    if let recording = started.recording { say("recording \(recording)") }
    let feed: (any SessionFeed)? = account.map { FeedService(options, $0, say: say) }
    feed?.start(started.table, into: mailbox)
    defer { feed?.stop() }
    let view = try view(of: started)
    defer { view?.stop() }
    return outcome.finished()
  }

  /// What knows the instruments of a session: the broker's master of the day, or without a broker the
  /// one that the data folder keeps.
  private static func instruments(
    _ options: LiveOptions, _ account: FyersAccount?, _ say: @escaping @Sendable (String) -> Void
  ) -> any InstrumentSource {
    guard let account else {
      return KeptMasters(folder: options.dataFolder, asksAgain: options.terms.scripts.isEmpty)
    }
    return InstrumentLookup(
      account, folder: options.fyersURL == nil ? options.dataFolder : nil, say: say)
  }

  /// A line for people, through the printer.
  private var say: @Sendable (String) -> Void {
    { [printer, board, clock] text in
      let time = board.view.time ?? clock.wallTime()
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
    printer.write(bytes, to: .output, isLast: true)
    return .done
  }
}
