import Market
import Money
import Trading

extension TextReport {
  /// The open positions; with several strategies, below each what they have of it.
  mutating func addPositions() {
    let open = report.positions
    addHeading("Open positions", note: open.isEmpty ? "none" : "")
    guard !open.isEmpty else { return }
    var table = TextTable([.left, .right, .right, .right, .right, .right], flexible: 0)
    table.add(
      TextCell("SYMBOL", .dim), TextCell("QUANTITY", .dim), TextCell("AVERAGE", .dim),
      TextCell("LAST", .dim), TextCell("P&L", .dim), TextCell("P&L %", .dim))
    for position in open {
      let ink = Ink.ofSign(position.unrealizedPnL)
      table.add(
        TextCell(SafeText.escaped(position.symbol)), TextCell(Figures.count(position.quantity)),
        TextCell(position.averagePrice.map(Figures.price) ?? Figures.undefined),
        TextCell(Figures.price(position.currentPrice)),
        TextCell(Figures.signedRupees(position.unrealizedPnL), ink),
        TextCell(Figures.signedPercent(position.unrealizedPnLPercent), ink))
      guard report.strategies.count > 1 else { continue }
      for share in position.shares { add(share, to: &table) }
    }
    add(table)
  }

  private func add(_ share: AccountPosition.Share, to table: inout TextTable) {
    let position = share.position
    table.add(
      TextCell("  " + (share.strategy ?? ""), .dim),
      TextCell(Figures.count(position.quantity), .dim),
      TextCell(Figures.price(position.averagePrice), .dim), "",
      TextCell(Figures.signedRupees(position.unrealizedPnL), .dim),
      TextCell(Figures.signedPercent(position.unrealizedPnLPercent), .dim))
  }

  /// The last orders, newest last.
  mutating func addOrders() {
    let tables = report.strategies.map(\.orders)
    let count = tables.reduce(0) { $0 + $1.count }
    let shown = OrderMerge.last(options.orderRows, of: tables)
    let note =
      count == 0
      ? "none"
      : shown.count < count
        ? "last \(shown.count) of \(Figures.count(Int64(count)))" : ""
    addHeading("Orders", note: note)
    guard !shown.isEmpty else { return }
    var table = TextTable([.left, .left, .right, .left, .right, .right, .left], flexible: 6)
    table.add(
      TextCell("ID", .dim), TextCell("TIME", .dim), TextCell("QTY", .dim),
      TextCell("SYMBOL", .dim), TextCell("PRICE", .dim), TextCell("REALIZED", .dim),
      TextCell("WHY", .dim))
    for order in shown {
      let why =
        order.status == OrderStatus.executed.text
        ? order.reason : "\(order.status), \(order.reason)"
      table.add(
        TextCell(order.orderID), TextCell(IndianTime(order.timestamp).clockText, .dim),
        TextCell(Figures.count(order.quantity)),
        TextCell(TextTable.fitted(SafeText.escaped(order.symbol), to: 20)),
        TextCell(order.executedPrice.map(Figures.price) ?? Figures.undefined),
        TextCell(Figures.signedRupees(order.realizedPnL), .ofSign(order.realizedPnL)),
        TextCell(SafeText.escaped(order.tag.isEmpty ? why : "\(why) [\(order.tag)]")))
    }
    add(table)
  }

  /// The denials by reason, each with the sentence of its first.
  mutating func addDenials() {
    let denials = DenialLog(joining: report.strategies.map(\.denials))
    guard denials.count > 0 else { return }
    addHeading("Denied requests", note: Figures.count(denials.count))
    var table = TextTable([.right, .left, .left], flexible: 2)
    for tally in denials.reasons {
      table.add(
        TextCell(Figures.count(tally.count)), TextCell(tally.reason, .yellow),
        TextCell(SafeText.escaped(tally.firstDetail), .dim))
    }
    if denials.unknownCount > 0 {
      table.add(TextCell(Figures.count(denials.unknownCount)), "later ones", "only counted")
    }
    add(table)
  }

  /// What the user should look at.
  mutating func addWarnings() {
    var warnings = report.warnings
    if report.feed.ignoredTicks > 0 {
      warnings.append(
        "\(Figures.count(report.feed.ignoredTicks)) ticks ignored: no script declares their symbol"
      )
    }
    if let skipped = report.feed.skippedRows, skipped > 0 {
      warnings.append("\(Figures.count(skipped)) malformed rows skipped")
    }
    guard !warnings.isEmpty else { return }
    add("")
    add(paint("Warnings", .yellow))
    for warning in warnings {
      let wrapped = Self.wrapped(SafeText.escaped(warning), to: options.width - 4)
      for (index, line) in wrapped.enumerated() { add((index == 0 ? "  · " : "    ") + line) }
    }
  }

  /// What makes two runs comparable, and how fast this one was.
  mutating func addFooter() {
    let performance = report.performance
    add("")
    var table = TextTable([.left, .left], flexible: 1, indent: 0)
    table.add(TextCell("Decisions", .dim), TextCell(report.decisionHash, .dim))
    let milliseconds = performance.elapsedSeconds.millionths / 1_000
    let speed = [
      Figures.span(milliseconds: milliseconds),
      performance.ticksPerSecond.map { "\(Figures.count($0)) ticks/s" },
      Figures.mebibytes(performance.peakMemoryBytes),
    ]
    table.add(
      TextCell("Speed", .dim),
      TextCell(speed.compactMap { $0 }.joined(separator: " · "), .dim))
    add(table)
  }
}
