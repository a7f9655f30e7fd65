import Trading

/// Walks a session and writes it, row by row, so that a long one is never held as text.
struct JSONReportRenderer {
  private var json = JSONWriter()
  private let sink: any ByteSink

  /// A renderer into a sink.
  init(sink: any ByteSink) { self.sink = sink }

  /// Writes the whole object.
  mutating func render(_ report: SessionReport) throws(OutputError) {
    json.beginObject(layout: .lines)
    json.field("mode", report.mode.rawValue)
    if report.strategies.count == 1, let strategy = report.strategies.first {
      try renderSingle(strategy, in: report)
    } else {
      try renderSeveral(report)
    }
    writePerformance(report.performance)
    json.end()
    try json.pass(to: sink)
  }

  private mutating func renderSingle(
    _ strategy: StrategyReport, in report: SessionReport
  ) throws(OutputError) {
    writeIdentity(strategy)
    writeFeed(report.feed)
    writeTotals(report.account)
    try writePositions(strategy.positions)
    try writeOrders([strategy], named: false)
    try writeDenials([strategy], named: false)
    writeStatistics(report.statistics)
    try writeScriptErrors([strategy], named: false)
    writeNotes(report)
    json.field("decision_hash", report.decisionHash)
  }

  private mutating func renderSeveral(_ report: SessionReport) throws(OutputError) {
    writeFeed(report.feed)
    writeTotals(report.account)
    try writePositions(report.positions)
    try writeOrders(report.strategies, named: true)
    try writeDenials(report.strategies, named: true)
    writeStatistics(report.statistics)
    try writeScriptErrors(report.strategies, named: true)
    writeNotes(report)
    json.field("decision_hash", report.decisionHash)
    json.beginArray("strategies", layout: .lines)
    for strategy in report.strategies {
      json.beginObject(layout: .lines)
      json.field("mode", report.mode.rawValue)
      writeIdentity(strategy)
      writeFeed(strategy.feed)
      writeTotals(strategy.account)
      try writePositions(strategy.positions)
      try writeOrders([strategy], named: false)
      try writeDenials([strategy], named: false)
      writeStatistics(strategy.statistics)
      try writeScriptErrors([strategy], named: false)
      json.field("decision_hash", strategy.decisionHash)
      json.end()
    }
    json.end()
  }

  private mutating func passOn() throws(OutputError) {
    try json.pass(to: sink, from: PieceBuffer.pieceBytes)
  }
}

// MARK: - Facts about the session

extension JSONReportRenderer {
  private mutating func writeIdentity(_ strategy: StrategyReport) {
    json.field("name", strategy.name)
    json.field("script", strategy.script)
    json.field("script_sha256", strategy.scriptSHA256)
    json.beginObject("params", layout: .inline)
    for parameter in strategy.parameters { json.field(parameter.name, parameter.value) }
    json.end()
    json.beginObject("square_off", layout: .inline)
    for squareOff in strategy.squareOffs { json.field(squareOff.symbol, squareOff.time) }
    json.end()
  }

  private mutating func writeFeed(_ feed: FeedReport) {
    json.field("ticks", feed.ticks)
    json.field("first_tick", feed.firstTick)
    json.field("last_tick", feed.lastTick)
    json.field("ignored_ticks", feed.ignoredTicks)
    if let skippedRows = feed.skippedRows { json.field("skipped_rows", skippedRows) }
  }

  private mutating func writeTotals(_ account: AccountReport) {
    json.field("initial_balance", account.initialBalance)
    json.field("wallet_balance", account.walletBalance)
    json.field("portfolio_value", account.portfolioValue)
    json.field("total_realized_pnl", account.realizedPnL)
    json.field("total_unrealized_pnl", account.unrealizedPnL)
    json.field("total_pnl", account.totalPnL)
    json.field("total_pnl_percent", account.totalPnLPercent)
    json.field("total_commission", account.commission)
    json.field("order_count", account.orderCount)
    json.field("active_positions_count", account.activePositionsCount)
  }

  private mutating func writeStatistics(_ statistics: Statistics) {
    json.beginObject("statistics", layout: .lines)
    json.field("trades", statistics.trades)
    json.field("wins", statistics.wins)
    json.field("losses", statistics.losses)
    json.field("win_rate", statistics.winRate)
    json.field("profit_factor", statistics.profitFactor)
    json.field("max_drawdown", statistics.maxDrawdown)
    json.field("max_drawdown_percent", statistics.maxDrawdownPercent)
    json.field("days", statistics.days)
    json.field("sharpe", statistics.sharpe)
    json.field("sortino", statistics.sortino)
    json.field("expectancy", statistics.expectancy)
    json.field("average_hold_seconds", statistics.averageHoldSeconds)
    json.end()
  }

  private mutating func writeNotes(_ report: SessionReport) {
    json.beginArray("warnings", layout: .lines)
    for warning in report.warnings { json.element(warning) }
    json.end()
    guard !report.calendarCorrections.isEmpty else { return }
    json.beginArray("calendar_corrections", layout: .lines)
    for line in report.calendarCorrections { json.element(line) }
    json.end()
  }

  private mutating func writePerformance(_ performance: PerformanceReport) {
    json.beginObject("performance", layout: .inline)
    json.field("elapsed_seconds", performance.elapsedSeconds)
    json.field("ticks_per_second", performance.ticksPerSecond)
    json.field("peak_memory_bytes", performance.peakMemoryBytes)
    json.end()
  }
}

// MARK: - Rows

extension JSONReportRenderer {
  private mutating func writePositions(_ positions: [PositionReport]) throws(OutputError) {
    json.beginObject("positions", layout: .lines)
    for position in positions {
      json.beginObject(position.symbol, layout: .inline)
      json.positionFields(position)
      json.end()
      try passOn()
    }
    json.end()
  }

  private mutating func writePositions(_ positions: [AccountPosition]) throws(OutputError) {
    json.beginObject("positions", layout: .lines)
    for position in positions {
      json.position(position)
      try passOn()
    }
    json.end()
  }

  private mutating func writeOrders(
    _ strategies: [StrategyReport], named: Bool
  ) throws(OutputError) {
    json.beginArray("orders", layout: .lines)
    var writers = strategies.map {
      OrderRowWriter($0.orders, .json(strategy: named ? $0.name : nil))
    }
    var orders = OrderMerge(strategies.map(\.orders))
    while let (strategy, order) = orders.next() {
      json.element { writers[strategy].append(order, to: &$0) }
      try passOn()
    }
    json.end()
  }

  private mutating func writeDenials(
    _ strategies: [StrategyReport], named: Bool
  ) throws(OutputError) {
    var count: Int64 = 0
    json.beginArray("denials", layout: .lines)
    for strategy in strategies {
      count += strategy.denials.count
      for denial in strategy.denials.entries {
        json.beginObject(layout: .inline)
        if named { json.field("strategy", strategy.name) }
        json.field("reason", denial.reason)
        json.field("detail", denial.detail)
        json.field("side", denial.side.text)
        json.field("symbol", denial.symbol)
        json.field("quantity", denial.quantity)
        json.field("tick", denial.tick)
        json.field("source", denial.source)
        json.end()
        try passOn()
      }
    }
    json.end()
    json.field("denial_count", count)
  }

  private mutating func writeScriptErrors(
    _ strategies: [StrategyReport], named: Bool
  ) throws(OutputError) {
    json.beginArray("script_errors", layout: .lines)
    for strategy in strategies {
      for failure in strategy.scriptErrors {
        json.beginObject(layout: .inline)
        if named { json.field("strategy", strategy.name) }
        json.field("kind", failure.kind.rawValue)
        json.field("callback", failure.callback)
        json.field("message", failure.message)
        json.field("source", failure.source)
        json.field("tick", failure.tick)
        json.field("traceback", failure.traceback)
        json.end()
        try passOn()
      }
    }
    json.end()
  }
}

/// Renders a session as one JSON object, keys in the order the contract lists them.
public enum JSONReport {
  /// Writes the object and a line feed.
  ///
  /// With one strategy the object is flat. With several it holds the account's totals and
  /// `strategies`, each an object of the same shape; the account's `positions` have each symbol once,
  /// with what each strategy has of it, and its `orders`, `denials` and `script_errors` name the
  /// strategy of each entry.
  ///
  /// - Parameters:
  ///   - report: The session.
  ///   - sink: Where the bytes go, some thousands at a time.
  /// - Throws: ``OutputError`` when the sink takes no more.
  public static func write(_ report: SessionReport, to sink: any ByteSink) throws(OutputError) {
    var renderer = JSONReportRenderer(sink: sink)
    try renderer.render(report)
  }

  /// The whole text, for small reports and tests.
  public static func text(of report: SessionReport) -> String {
    let sink = MemorySink()
    do {
      try write(report, to: sink)
    } catch {
      preconditionFailure("memory refused a write: \(error)")
    }
    return sink.text
  }
}
