import Market
import Money
import Reporting
import Scripting
import Trading

/// Puts a session's report together from its desks.
struct ReportBuilder {
  /// What the engine does not know about a script.
  struct Script {
    var fileName: String
    var fingerprint: String
    var parameters: [ScriptParameter]
  }

  let scripts: [Script]
  let mode: SessionMode
  var warnings: [String] = []
  var skippedRows: Int64?
  var ignoredTicks: Int64 = 0
  var failures: [(desk: Int, failure: ScriptFailure, sequence: Int64)] = []

  /// The report of a session.
  ///
  /// - Throws: ``Stop`` when the totals of one book leave the range of amounts.
  func report(
    of desks: [Desk], _ tally: AccountTally,
    hashes: (strategies: [String], session: String), ticks: Int64, elapsed: Duration,
    peakMemoryBytes: Int64
  ) throws(Stop) -> SessionReport {
    var report = try books(
      of: desks, tally, hashes: hashes, ticks: ticks, elapsed: elapsed,
      peakMemoryBytes: peakMemoryBytes)
    report.calendarCorrections = desks.first?.settings.calendar?.corrections ?? []
    return report
  }

  private func books(
    of desks: [Desk], _ tally: AccountTally,
    hashes: (strategies: [String], session: String), ticks: Int64, elapsed: Duration,
    peakMemoryBytes: Int64
  ) throws(Stop) -> SessionReport {
    do throws(MoneyError) {
      var strategies: [StrategyReport] = []
      for (place, desk) in desks.enumerated() {
        strategies.append(try strategy(desk, at: place, hash: hashes.strategies[place]))
      }
      let performance = PerformanceReport(
        elapsed: elapsed, ticks: ticks, peakMemoryBytes: peakMemoryBytes)
      if strategies.count == 1 {
        strategies[0].feed.ticks = ticks
        return SessionReport(
          mode: mode, strategy: strategies[0], warnings: warnings, performance: performance)
      }
      let symbols = Set(strategies.flatMap { $0.positions.map(\.symbol) })
      let account = account(of: desks, strategies.map(\.account), symbols: symbols.count)
      let remark = "the account's totals are out of range and stand at its end"
      return SessionReport(
        mode: mode, strategies: strategies, feed: sessionFeed(strategies, ticks: ticks),
        account: account.totals,
        statistics: sessionStatistics(desks, tally),
        warnings: account.areExact ? warnings : warnings + [remark],
        decisionHash: hashes.session,
        performance: performance)
    } catch {
      throw Stop(.badInput, "the totals of a book: \(error)")
    }
  }

  /// The totals of several books; held at the ends of the range where they have no sum.
  private func account(of desks: [Desk], _ books: [AccountReport], symbols: Int)
    -> (totals: AccountReport, areExact: Bool)
  {
    do throws(MoneyError) {
      return (try AccountReport(sumOf: books, activePositionsCount: Int64(symbols)), true)
    } catch {
      var sums = SessionAccount(desks)
      sums.filledOrders = books.reduce(0) { $0 + $1.orderCount }
      return (AccountReport(clamping: sums), false)
    }
  }

  private func sessionFeed(_ strategies: [StrategyReport], ticks: Int64) -> FeedReport {
    FeedReport(
      ticks: ticks, firstTick: strategies.compactMap(\.feed.firstTick).min(),
      lastTick: strategies.compactMap(\.feed.lastTick).max(), ignoredTicks: ignoredTicks,
      skippedRows: skippedRows)
  }

  /// The statistics of all scripts together; falls and daily values are the account's own.
  private func sessionStatistics(_ desks: [Desk], _ tally: AccountTally) -> Statistics {
    var trades = TradeTally()
    for desk in desks { trades.add(desk.trades) }
    return Statistics(
      trades: trades,
      initial: Amount(micros: desks.reduce(0) { $0 &+ $1.ledger.initial.micros }),
      maxDrawdown: tally.extremes.maxDrawdown, drawdownPeak: tally.extremes.maxDrawdownPeak,
      dailyValues: tally.dailyValues)
  }

  private func strategy(_ desk: Desk, at place: Int, hash: String) throws(MoneyError)
    -> StrategyReport
  {
    let script = scripts[place]
    let ledger = desk.ledger
    let open = desk.openInstruments
    let account = try AccountReport(
      initialBalance: ledger.initial, walletBalance: ledger.wallet,
      portfolioValue: ledger.portfolio, realizedPnL: ledger.realized,
      unrealizedPnL: ledger.unrealized, commission: ledger.commission,
      orderCount: desk.filledOrderCount, activePositionsCount: Int64(open.count))
    var report = StrategyReport(
      name: desk.declaration.name, script: script.fileName, scriptSHA256: script.fingerprint,
      parameters: script.parameters.map {
        ParameterReport(name: $0.name, value: Self.value($0.value))
      },
      feed: feed(of: desk), account: account, positions: open.map { position($0, desk) },
      orders: OrderTable(desk), denials: denials(of: desk),
      statistics: Statistics(
        trades: desk.trades, initial: ledger.initial, maxDrawdown: ledger.maxDrawdown,
        drawdownPeak: ledger.maxDrawdownPeak, dailyValues: desk.dailyValues),
      scriptErrors: failures.filter { $0.desk == place }
        .map { FailureText.report($0.failure, tick: $0.sequence) },
      decisionHash: hash)
    report.squareOffs = SquareOffFacts.reports(of: desk)
    return report
  }

  private func feed(of desk: Desk) -> FeedReport {
    FeedReport(
      ticks: desk.tickCount, firstTick: desk.firstTick, lastTick: desk.lastTick,
      ignoredTicks: ignoredTicks, skippedRows: skippedRows)
  }

  private static func value(_ value: Scripting.ParameterValue) -> Reporting.ParameterValue {
    switch value {
    case .integer(let number): .integer(number)
    case .number(let number): .number(number)
    case .boolean(let flag): .boolean(flag)
    case .text(let text): .text(text)
    }
  }

  private func position(_ instrument: InstrumentID, _ desk: Desk) -> PositionReport {
    PositionReport(desk.position(instrument), symbol: desk.instrument(instrument).symbol)
  }

  private func denials(of desk: Desk) -> DenialLog {
    var log = DenialLog()
    for denial in desk.denials {
      log.add(
        reason: denial.reason.rawValue,
        DenialReport(
          reason: denial.reason.rawValue, detail: denial.detail,
          side: denial.side,
          symbol: desk.instrument(denial.instrument).symbol, quantity: denial.quantity,
          tick: denial.sequence, source: denial.source.isEmpty ? nil : denial.source))
    }
    log.count(further: Int64(desk.denialCount - desk.denials.count))
    return log
  }
}
