import CSupervisor
import Glibc
import Market
import Money
import Reporting
import Scripting
import Trading

/// What comes of a dry run: decisions, files and the report.
struct ReplayResults {
  /// The report in the making.
  var builder: ReportBuilder
  private let decisions: DecisionScribe
  /// Decisions that a lone script's desk gathered; kept for its memory.
  private var gathered: [Decision] = []
  private var sinks: ReplaySinks
  private let options: ReplayOptions
  private let began: Int64
  /// Why the session could not go on, though no script failed; nil while it can.
  private(set) var ending: String?

  /// Opens the files that were asked for.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  init(_ scripts: LoadedScripts<ScriptHost<Desk>>, _ options: ReplayOptions) throws(Stop) {
    self.options = options
    builder = ReportBuilder(scripts: scripts.facts, mode: .replay)
    builder.warnings = scripts.instruments.warnings
    decisions = DecisionScribe(DecisionHasher(strategyCount: scripts.desks.count))
    sinks = try ReplaySinks(options)
    sinks.begin(scripts.desks)
    began = supervisor_monotonic_nanoseconds()
  }

  /// Whether anything is made of single fills.
  var looksAtFills: Bool { sinks.looksAtFills }

  /// The session ends here, with the books as they were before the tick that they cannot hold.
  mutating func end(with error: EngineError) {
    ending = error.description
    builder.warnings.append("the session ended early: \(error)")
  }

  /// Carries out what the engine decided and wants done, and empties it.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  mutating func carryOut(
    _ effects: inout [Effect], of engine: inout Engine<ScriptRules>
  ) throws(Stop) {
    engine.takeDecisions(into: &gathered)
    for index in gathered.indices {
      decisions.add(gathered[index], of: 0, among: engine.desks)
    }
    try carryOut(&effects, engine.desks)
  }

  /// Carries effects out, in order, and empties them.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  mutating func carryOut(_ effects: inout [Effect], _ desks: borrowing [Desk]) throws(Stop) {
    guard !effects.isEmpty else { return }
    // By their places: nearly all are decisions, and an iterator would copy and destroy each.
    for index in effects.indices {
      guard case .decision(let desk, let decision) = effects[index] else {
        try carryOut(effects[index])
        continue
      }
      decisions.add(decision, of: desk, among: desks)
    }
    effects.removeAll(keepingCapacity: true)
  }

  /// Carries out an effect that is no decision.
  private mutating func carryOut(_ effect: Effect) throws(Stop) {
    switch effect {
    case .filled(let desk, let fill, let ledger):
      try sinks.filled(desk: desk, at: fill.time, ledger)
    case .scriptFailed(let desk, let failure, let sequence):
      builder.failures.append((desk, failure, sequence))
    case .decision, .alert, .modeChanged, .submit, .cancel, .modify:
      break
    }
  }

  /// Writes the report, and says on stderr how a script failed.
  ///
  /// - Throws: ``Stop``.
  mutating func finish(_ desks: [Desk], _ tally: AccountTally, ticks: Int64) throws(Stop)
    -> ExitCode
  {
    let report = try builder.report(
      of: desks, tally, hashes: decisions.finalize(), ticks: ticks,
      elapsed: .nanoseconds(supervisor_monotonic_nanoseconds() - began),
      peakMemoryBytes: supervisor_peak_memory())
    try sinks.finish(report, desks: desks, isJSON: options.isJSON, isColored: options.isColored)
    if let ending { StandardError.line(ending) }
    guard let failure = builder.failures.first else { return ending == nil ? .done : .scriptFailed }
    FailureText.write(tracebackOf: failure.failure)
    StandardError.line(FailureText.line(failure.failure, tick: failure.sequence))
    return .scriptFailed
  }
}

/// Where a replay's results go: stdout, and the CSV files asked for.
private struct ReplaySinks {
  private var equity: EquityExport?
  private let equityFile: FileSink?
  private let orders: FileSink?
  private let stdout: FileSink
  private var ledgers: [Int: Ledger] = [:]

  /// Opens the files, before the replay runs, so that a wrong path is known at once.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  init(_ options: ReplayOptions) throws(Stop) {
    stdout = FileSink(descriptor: options.reportDescriptor, name: "stdout")
    do throws(OutputError) {
      orders = try Self.file(options.ordersPath)
      equityFile = try Self.file(options.equityPath)
      equity = nil
      if let equityFile { equity = try EquityExport(to: equityFile) }
    } catch {
      throw Stop(.inputOutput, error.description)
    }
  }

  private static func file(_ path: String?) throws(OutputError) -> FileSink? {
    guard let path else { return nil }
    return try FileSink(path: path)
  }

  /// Whether anything is made of single fills.
  var looksAtFills: Bool { equity != nil }

  /// A row of the equity curve after a fill: the sum over all scripts.
  mutating func filled(desk: Int, at time: EventTime, _ ledger: Ledger) throws(Stop) {
    guard equity != nil else { return }
    ledgers[desk] = ledger
    try addRow(at: time, others: ledgers)
  }

  private mutating func addRow(at time: EventTime, others: [Int: Ledger]) throws(Stop) {
    var sum = LedgerSum()
    for place in others.keys.sorted() {
      if let ledger = others[place] { sum.add(ledger) }
    }
    do throws(OutputError) {
      try equity?.add(
        time: time, cash: sum.cash, equity: sum.equity, realized: sum.realized,
        unrealized: sum.unrealized)
    } catch {
      throw Stop(.inputOutput, error.description)
    }
  }

  /// Remembers the books before the first fill, so that sums over several scripts are whole.
  mutating func begin(_ desks: [Desk]) {
    for desk in desks { ledgers[desk.index] = desk.ledger }
  }

  /// Writes the report and closes the files.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  mutating func finish(_ report: SessionReport, desks: [Desk], isJSON: Bool, isColored: Bool)
    throws(Stop)
  {
    if equity != nil, let last = report.feed.lastTick {
      begin(desks)
      try addRow(at: last, others: ledgers)
    }
    do throws(OutputError) {
      try equity?.finish()
      try equityFile?.close()
      if let orders {
        try OrderExport.write(report.strategies.map(\.orders), to: orders)
        try orders.close()
      }
      if isJSON {
        try JSONReport.write(report, to: stdout)
      } else {
        let text = TextReport.text(of: report, options: .init(isColored: isColored))
        try stdout.write(Array(text.utf8))
      }
    } catch {
      throw Stop(.inputOutput, error.description)
    }
  }
}

/// The books of several scripts as one.
private struct LedgerSum {
  private(set) var cash = Amount.zero
  private(set) var equity = Amount.zero
  private(set) var realized = Amount.zero
  private(set) var unrealized = Amount.zero

  /// Adds a book; sums beyond the range of amounts stay at its end.
  mutating func add(_ ledger: Ledger) {
    cash = Self.sum(cash, ledger.wallet)
    equity = Self.sum(equity, ledger.portfolio)
    realized = Self.sum(realized, ledger.realized)
    unrealized = Self.sum(unrealized, ledger.unrealized)
  }

  private static func sum(_ left: Amount, _ right: Amount) -> Amount {
    Amount(micros: Int64(clamping: Int128(left.micros) + Int128(right.micros)))
  }
}
