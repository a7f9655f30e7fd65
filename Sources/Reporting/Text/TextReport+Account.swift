import Market
import Money
import Trading

extension TextReport {
  /// What ran, on which ticks, over which span, and what corrected the calendar.
  mutating func addHeader() {
    let names = report.strategies.map(\.name).joined(separator: ", ")
    add(
      paint(names, .bold)
        + " · \(report.mode.rawValue) of \(Figures.count(report.feed.ticks)) "
        + (report.feed.ticks == 1 ? "tick" : "ticks"))
    if let first = report.feed.firstTick, let last = report.feed.lastTick {
      add(paint(Self.span(from: first, to: last), .dim))
    }
    if let strategy = report.strategies.first, report.strategies.count == 1,
      !strategy.parameters.isEmpty
    {
      let parameters = strategy.parameters.map {
        SafeText.escaped("\($0.name) = \($0.value.text)")
      }
      for line in Self.wrapped(parameters.joined(separator: ", "), to: options.width) {
        add(paint(line, .dim))
      }
    }
    for line in squareOffs() {
      for piece in Self.wrapped(line, to: options.width) { add(paint(piece, .dim)) }
    }
    for correction in report.calendarCorrections {
      let line = "calendar.txt: " + SafeText.escaped(correction)
      for piece in Self.wrapped(line, to: options.width) { add(paint(piece, .dim)) }
    }
  }

  /// `square_off 15:10 (auto): NSE:SBIN-EQ, NSE:TCS-EQ`, a line for each time.
  private func squareOffs() -> [String] {
    var lines: [(time: String, symbols: [String])] = []
    for squareOff in report.strategies.flatMap(\.squareOffs) {
      let time = squareOff.time + (squareOff.isAutomatic ? " (auto)" : "")
      let symbol = SafeText.escaped(squareOff.symbol)
      if let known = lines.firstIndex(where: { $0.time == time }) {
        if !lines[known].symbols.contains(symbol) { lines[known].symbols.append(symbol) }
      } else {
        lines.append((time, [symbol]))
      }
    }
    return lines.map { "square_off \($0.time): " + $0.symbols.joined(separator: ", ") }
  }

  private static func span(from first: EventTime, to last: EventTime) -> String {
    let isOneDay = IndianTime(first).day == IndianTime(last).day
    let end = isOneDay ? IndianTime(last).clockText : Figures.moment(last)
    let milliseconds = Int128(last.milliseconds) - Int128(first.milliseconds)
    return "\(Figures.moment(first)) to \(end) IST (\(Figures.span(milliseconds: milliseconds)))"
  }

  /// The script failure that ended the session, first of all.
  mutating func addFailures() {
    let failures = report.strategies.flatMap { strategy in
      strategy.scriptErrors.map { (strategy.name, $0) }
    }
    guard !failures.isEmpty else { return }
    add("")
    add(paint("Script failed", .red))
    for (name, failure) in failures {
      let place = [
        name, failure.callback, failure.tick.map { "tick \(Figures.count($0))" },
        failure.source.map(SafeText.escaped),
      ]
      add("  " + place.compactMap { $0 }.joined(separator: " · "))
      let message = SafeText.escaped(failure.message)
      for line in Self.wrapped(message, to: options.width - 4).prefix(6) { add("    " + line) }
    }
  }

  /// The account: what it was, what it is, and where the difference comes from.
  mutating func addMoney() {
    let account = report.account
    addHeading("Money")
    var table = TextTable([.left, .right, .right])
    table.add("Initial balance", TextCell(Figures.rupees(account.initialBalance)))
    table.add("Wallet", TextCell(Figures.rupees(account.walletBalance)))
    table.add("Open positions", TextCell(Figures.rupees(account.positionsValue)))
    table.add("Portfolio value", TextCell(Figures.rupees(account.portfolioValue), .bold))
    table.add(
      "Profit and loss",
      TextCell(Figures.signedRupees(account.totalPnL), .ofSign(account.totalPnL)),
      TextCell(Figures.signedPercent(account.totalPnLPercent), .ofSign(account.totalPnL)))
    table.add("  realized", TextCell(Figures.signedRupees(account.realizedPnL)))
    table.add("  unrealized", TextCell(Figures.signedRupees(account.unrealizedPnL)))
    table.add(
      "Commission paid", TextCell(Figures.rupees(account.commission)),
      TextCell(
        Figures.percent(.percentage(of: account.commission, in: account.initialBalance)), .dim))
    add(table)
  }

  /// With several strategies, a line for each.
  mutating func addStrategies() {
    guard report.strategies.count > 1 else { return }
    addHeading("Strategies")
    var table = TextTable([.left, .right, .right, .right, .right, .right], flexible: 0)
    table.add(
      TextCell("NAME", .dim), TextCell("PORTFOLIO", .dim), TextCell("P&L", .dim),
      TextCell("P&L %", .dim), TextCell("ORDERS", .dim), TextCell("WIN RATE", .dim))
    for strategy in report.strategies {
      let account = strategy.account
      table.add(
        TextCell(strategy.name), TextCell(Figures.rupees(account.portfolioValue)),
        TextCell(Figures.signedRupees(account.totalPnL), .ofSign(account.totalPnL)),
        TextCell(Figures.signedPercent(account.totalPnLPercent), .ofSign(account.totalPnL)),
        TextCell(Figures.count(account.orderCount)),
        TextCell(Figures.percent(strategy.statistics.winRate)))
    }
    add(table)
  }

  /// Whether there are enough daily returns for their ratios to say anything to a person.
  private var ratiosMeanSomething: Bool { report.statistics.days >= 20 }

  /// What the finished trades say.
  mutating func addTrades() {
    let statistics = report.statistics
    addHeading("Trades", note: statistics.trades == 0 ? "none finished" : "")
    if statistics.trades == 0, statistics.maxDrawdown == .zero { return }
    var table = TextTable([.left, .right, .right, .left, .right, .right])
    func hold() -> String {
      statistics.averageHoldSeconds.map { Figures.span(milliseconds: $0.millionths / 1_000) }
        ?? Figures.undefined
    }
    table.add(
      "Finished", TextCell(Figures.count(statistics.trades)), "", "Max drawdown",
      TextCell(Figures.rupees(statistics.maxDrawdown)),
      TextCell(Figures.percent(statistics.maxDrawdownPercent), .dim))
    table.add(
      "Won", TextCell(Figures.count(statistics.wins)),
      TextCell(Figures.percent(statistics.winRate), .dim), "Mean result",
      TextCell(statistics.expectancy.map(Figures.signedRupees) ?? Figures.undefined))
    table.add(
      "Lost", TextCell(Figures.count(statistics.losses)), "", "Mean time held",
      TextCell(hold()))
    table.add(
      "Profit factor", TextCell(Figures.ratio(statistics.profitFactor)), "", "Sharpe, Sortino",
      TextCell(Figures.ratio(ratiosMeanSomething ? statistics.sharpe : nil)),
      TextCell(Figures.ratio(ratiosMeanSomething ? statistics.sortino : nil)))
    add(table)
  }
}
