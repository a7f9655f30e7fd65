import Glibc
import Market
import Reporting
import Trading

/// Where a replay's results go: stdout, and the CSV files asked for.
struct ReplaySinks {
  private var equity: EquityExport?
  private let equityFile: FileSink?
  private let orders: FileSink?
  private var ledgers: [Int: Ledger] = [:]

  /// Opens the files, before the replay runs, so that a wrong path is known at once.
  ///
  /// - Throws: ``Stop`` with exit code 74.
  init(_ options: ReplayOptions) throws(Stop) {
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
      let stdout = FileSink(descriptor: STDOUT_FILENO, name: "stdout")
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
