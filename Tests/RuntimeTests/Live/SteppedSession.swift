import Foundation
import Fyers
import Market
import Money
import Reporting
import Scripting
import Server
import Testing
import Trading

@testable import Runtime

/// A live session on the test's own thread: its clock, its disk and its prices are the test's, and its
/// scripts run in this process.
final class SteppedSession {
  let clock: VirtualClock
  let disk: any SessionDisk
  let mailbox = Mailbox()
  let board = SessionBoard()
  /// Loads scripts again: at once, or when the test says.
  let background = HeldWork()
  private(set) var lines = ""
  /// Hears of lines as they are said.
  var onLines: (String) -> Void = { _ in }
  /// The session as other threads see it.
  let live: LiveSession
  private var loop: LiveLoop<ReplayRules, VirtualClock>?
  /// Whether it is over.
  private(set) var isOver = false

  /// Loads a session; nothing has happened yet.
  ///
  /// - Parameters:
  ///   - disk: Has the script, and takes the recording.
  ///   - script: The script's path.
  ///   - others: The paths of scripts behind it.
  ///   - latencyNanoseconds: Between an order and its fill.
  ///   - data: The folder for sessions.
  ///   - feed: Where prices come from.
  ///   - isRehearsal: Whether they come from a simulator.
  ///   - clock: The clock, which may be that of the session before.
  ///   - isNew: Whether the account begins afresh.
  ///   - accepts: Whether a session is taken over that would decide otherwise now.
  ///   - change: Changes what the script is run with.
  /// - Throws: Why the script does not load, or the disk refuses.
  init(
    _ disk: any SessionDisk, script: String?, and others: [String] = [],
    latencyNanoseconds: Int64 = 0, data: String = "/data", feed: LiveFeedKind = .manual,
    isRehearsal: Bool = false, clock: VirtualClock = VirtualClock(), isNew: Bool = false,
    accepts: Bool = false, _ change: (inout SessionTerms) -> Void = { _ in }
  ) throws {
    self.disk = disk
    self.clock = clock
    var options = try Self.options(
      script: (script.map { [$0] } ?? []) + others, latencyNanoseconds: latencyNanoseconds,
      data: data, feed: feed,
      change)
    live = LiveSession(options, mailbox: mailbox, board: board, clock: clock)
    options.isNew = isNew
    options.acceptsDifferences = accepts
    if isRehearsal { options.fyersURL = "http://127.0.0.1:1" }
    let ports = SessionPorts(
      clock: clock, disk: disk, starter: HostStarter(), instruments: InstrumentFacts(),
      background: background)
    let body = EngineBody(
      options, ports, mailbox: mailbox, board: board,
      lines: { [unowned self] bytes, _ in
        let text = String(decoding: bytes, as: UTF8.self)
        lines += text
        onLines(text)
      },
      rules: { ReplayRules($0) })
    loop = try body.load()
  }

  /// What a session is run with.
  static func options(
    script paths: [String] = [], latencyNanoseconds: Int64 = 0, data: String = "/data",
    feed: LiveFeedKind = .manual, _ change: (inout SessionTerms) -> Void = { _ in }
  ) throws -> LiveOptions {
    var terms = SessionTerms(
      scripts: paths, cash: .even(Amount(micros: 500_000_000_000)),
      commissionRate: try #require(CommissionRate(parsing: "0.0005")), parameters: [],
      latencyNanoseconds: latencyNanoseconds, stalenessNanoseconds: 30_000_000_000, seed: 1,
      increments: [:], usesCalendar: false)
    change(&terms)
    return LiveOptions(
      feed: feed, timings: SocketTimings(), terms: terms,
      port: 0, dataFolder: data, records: true, isJSON: false, isColored: false,
      showsTable: false, logLevel: "info")
  }

  /// Lets the session do all there is to do at this moment.
  func settle() throws {
    let loop = try #require(loop)
    repeat { isOver = loop.step() == .over } while !isOver && !mailbox.isEmpty
  }

  /// Lets time pass: the session is called whenever it wants to be.
  func pass(seconds: Int64) throws {
    let loop = try #require(loop)
    let end = clock.monotonicNanoseconds() + seconds * 1_000_000_000
    while case .waits(let deadline) = loop.step(), deadline <= end { clock.move(to: deadline) }
    clock.move(to: end)
    try settle()
  }

  /// Asks something, as the API would, and gives the answer.
  func ask<Answer: Sendable>(
    _ question: (SessionQuestion.Reply<Answer>) -> SessionQuestion
  ) throws -> Answer {
    try #require(try begin(question).answer)
  }

  /// Asks something whose answer may take its time, and gives where it will be.
  func begin<Answer: Sendable>(
    _ question: (SessionQuestion.Reply<Answer>) -> SessionQuestion
  ) throws -> Answered<Answer> {
    let answered = Answered<Answer>()
    mailbox.offer(.question(question(SessionQuestion.Reply { answered.answer = $0 })))
    try settle()
    return answered
  }

  /// Gives a price as a feed would, with the exchange's time in seconds from the dawn of the clock.
  func offer(_ rupees: Int64, exchange seconds: Int64? = nil) throws {
    let price = Price(micros: rupees * 1_000_000)
    let tick = Tick(
      time: clock.wallTime(), instrument: InstrumentID(index: 0), bid: price, ask: price, ltp: price
    )
    let time = seconds.map {
      EventTime(nanoseconds: VirtualClock.dawn + $0 * EventTime.nanosecondsPerSecond)
    }
    mailbox.offer(
      .tick(FeedTick(tick: tick, exchangeTime: time, readAt: clock.monotonicNanoseconds())))
    try settle()
  }

  /// Gives a price by hand.
  @discardableResult
  func price(_ rupees: Int64, of symbol: String = "NSE:SBIN-EQ") throws -> PriceAnswer {
    let price = Price(micros: rupees * 1_000_000)
    return try ask {
      .price(ManualQuote(symbol: symbol, bid: price, ask: price, last: price, volume: 1_000), $0)
    }
  }

  /// The state of the books.
  func portfolio() throws -> PortfolioState { try books().portfolio() }

  /// The books, as readers see them.
  func books() throws -> SessionBooks { try #require(try ask { .look($0) }) }

  /// Ends the session and gives its report.
  func end() throws -> SessionReport {
    mailbox.offer(.stop(reason: "operator"))
    try settle()
    #expect(isOver)
    return try #require(loop).report(peakMemoryBytes: 0)
  }

  /// The path of the recording.
  var recording: String { get throws { try #require(board.view.recording) } }

  /// The hash of a session, as its report tells it.
  static func hash(of report: SessionReport) throws -> String {
    try #require(
      LiveProcess.hash(in: TextReport.text(of: report, options: .init(isColored: false))))
  }

  /// An answer, once it is there.
  // Filled and read on one thread, the test's.
  final class Answered<Answer: Sendable>: @unchecked Sendable {
    var answer: Answer?
  }
}

/// Work that is done at once, or held until a test lets it be done.
final class HeldWork: BackgroundWork {
  /// Whether work waits.
  var isHeld = false
  private var waiting: [() -> Void] = []

  func run(_ work: @escaping () -> Void) {
    if isHeld { waiting.append(work) } else { work() }
  }

  /// Does what waits.
  func finish() {
    let work = waiting
    waiting = []
    for piece in work { piece() }
  }
}

extension MemoryDisk {
  /// Writes the folder of a session to this machine's disk, and gives the path of its recording there.
  func export(_ session: SteppedSession, to folder: ScratchFolder) throws -> String {
    let recording = try session.recording
    let root = String(recording.dropLast("recording.ticks".count))
    for (path, bytes) in files where path.hasPrefix(root) {
      let file = folder.url.appending(path: "session/" + path.dropFirst(root.count))
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    return folder.url.appending(path: "session/recording.ticks").path
  }
}
