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
  let clock = VirtualClock()
  let disk: any SessionDisk
  let mailbox = Mailbox()
  let board = SessionBoard()
  private(set) var lines = ""
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
  ///   - change: Changes what the script is run with.
  /// - Throws: Why the script does not load, or the disk refuses.
  init(
    _ disk: any SessionDisk, script: String, and others: [String] = [],
    latencyNanoseconds: Int64 = 0, data: String = "/data", feed: LiveFeedKind = .manual,
    _ change: (inout SessionTerms) -> Void = { _ in }
  ) throws {
    self.disk = disk
    var terms = SessionTerms(
      scripts: [script] + others, cash: .even(Amount(micros: 500_000_000_000)),
      commissionRate: try #require(CommissionRate(parsing: "0.0005")), parameters: [],
      latencyNanoseconds: latencyNanoseconds, stalenessNanoseconds: 30_000_000_000, seed: 1,
      increments: [:], usesCalendar: false)
    change(&terms)
    let options = LiveOptions(
      feed: feed, timings: SocketTimings(), terms: terms,
      port: 0, dataFolder: data, records: true, isJSON: false, isColored: false,
      showsTable: false, logLevel: "info")
    let ports = SessionPorts(
      clock: clock, disk: disk, starter: HostStarter(), instruments: InstrumentFacts())
    let body = EngineBody(
      options, ports, mailbox: mailbox, board: board,
      lines: { [unowned self] bytes, _ in lines += String(decoding: bytes, as: UTF8.self) },
      rules: { ReplayRules($0) })
    loop = try body.load()
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
    let answered = Answered<Answer>()
    mailbox.offer(.question(question(SessionQuestion.Reply { answered.answer = $0 })))
    try settle()
    return try #require(answered.answer)
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
  func portfolio() throws -> PortfolioState { try ask { .portfolio($0) } }

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

  // Filled and read on one thread, the test's.
  private final class Answered<Answer: Sendable>: @unchecked Sendable {
    var answer: Answer?
  }
}
