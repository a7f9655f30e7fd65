import Glibc
import Market
import Money
import Reporting
import Server
import Synchronization
import Trading

/// A session as a table for a terminal: symbols with prices, age, position, stop, target and profit,
/// and below them the account.
///
/// Each symbol has one line, with the account's total; below one that several scripts hold, each of
/// them has a line of its own.
struct SessionTable {
  private let view: SessionView
  private let width: Int
  private let height: Int
  private let isColored: Bool

  /// A table of a look at a session.
  init(_ view: SessionView, width: Int, height: Int, isColored: Bool) {
    self.view = view
    self.width = max(40, width)
    self.height = max(8, height)
    self.isColored = isColored
  }

  /// The lines, none wider than the terminal, no more than fit on it.
  var lines: [String] {
    var lines = [header, ""]
    let rows = view.rows.flatMap(rows(of:))
    let room = max(1, height - 8 - alerts.count)
    let shown = rows.prefix(room)
    lines += Self.aligned([Self.titles] + shown.map(\.cells)).enumerated().map { place, line in
      let fitted = clipped(line)
      return place == 0 ? paint(fitted, "2") : colored(fitted, shown[place - 1].unrealized)
    }
    if rows.count > room { lines.append(paint("… \(rows.count - room) more lines", "2")) }
    lines.append("")
    lines.append(clipped(moneyLine))
    lines.append(clipped(countLine))
    lines += alerts
    return lines
  }

  private static let titles = [
    "symbol", "ltp", "age", "qty", "average", "stop", "target", "P&L",
  ]

  private var header: String {
    let clock = view.time.map { IndianTime($0).clockText } ?? "--:--:--"
    let feed = view.feed.map { " · feed \($0.rawValue)" } ?? " · manual feed"
    let mode = view.mode == .running ? "" : " · \(view.mode.rawValue.uppercased())"
    let text = clipped("sauda · paper\(feed) · \(clock) IST\(mode)")
    return paint(text, view.mode == .running && view.feed != .disconnected ? "1" : "1;31")
  }

  /// A line of the table before it is laid out.
  private struct Line {
    var cells: [String]
    var unrealized = Amount.zero
  }

  private func rows(of row: SessionView.Row) -> [Line] {
    let head = [
      SafeText.escaped(row.symbol), row.tick.map { "\($0.ltp)" } ?? "-", age(of: row.tick),
    ]
    guard !row.holders.isEmpty else { return [Line(cells: head + Array(repeating: "-", count: 5))] }
    let holders = row.holders.map { holder in
      PositionState.Holder(
        share: AccountPosition.Share(
          strategy: holder.strategy,
          position: PositionReport(holder.position, symbol: row.symbol)),
        stop: holder.position.stop, target: holder.position.target)
    }
    let state = PositionState(holders)
    let total = state.position
    let line = Line(
      cells: head
        + cells(total.quantity, total.averagePrice, state.stop, state.target, total.unrealizedPnL),
      unrealized: total.unrealizedPnL)
    guard holders.count > 1 else { return [line] }
    return [line]
      + holders.map { holder in
        let position = holder.share.position
        return Line(
          cells: ["  " + (holder.share.strategy ?? ""), "", ""]
            + cells(
              position.quantity, position.averagePrice, holder.stop, holder.target,
              position.unrealizedPnL),
          unrealized: position.unrealizedPnL)
      }
  }

  /// What is held: quantity, average to the paisa, levels and profit.
  private func cells(
    _ quantity: Int64, _ average: Price?, _ stop: Price?, _ target: Price?, _ unrealized: Amount
  ) -> [String] {
    func text(_ price: Price?) -> String { price.map { "\($0)" } ?? "-" }
    let paise = average.map { exact in
      let rounded = roundedHalfAway(
        Int128(exact.micros), dividedBy: Int128(Amount.microsPerPaisa))
      return Price(micros: Int64(clamping: rounded * Int128(Amount.microsPerPaisa)))
    }
    return [String(quantity), text(paise), text(stop), text(target), unrealized.rupeeText]
  }

  /// How old a price is, in seconds of event time.
  private func age(of tick: Tick?) -> String {
    guard let tick, let now = view.time else { return "-" }
    let seconds = max(0, now.nanoseconds - tick.time.nanoseconds) / EventTime.nanosecondsPerSecond
    return "\(seconds) s"
  }

  private var moneyLine: String {
    let account = view.account
    let total = Amount(
      micros: Int64(clamping: Int128(account.realized.micros) + Int128(account.unrealized.micros)))
    return "equity \(account.portfolio.rupeeText)  cash \(account.wallet.rupeeText)  "
      + "P&L \(total.rupeeText) (realized \(account.realized.rupeeText))"
  }

  private var countLine: String {
    var parts = [
      "ticks \(view.ticks)", "orders \(view.orderCount)",
      "denials \(view.denialCount)" + (view.lastDenial.isEmpty ? "" : " (\(view.lastDenial))"),
    ]
    if view.conflated > 0 { parts.append("conflated \(view.conflated)") }
    return parts.joined(separator: "  ")
  }

  private var alerts: [String] {
    var lines = view.stoppedScripts.map { "! \($0) does not run; resume starts it again" }
    if let trouble = view.recordingTrouble { lines.append("! not recorded: \(trouble)") }
    lines += view.alerts.suffix(3).map { "! \($0)" }
    return lines.map { paint(clipped(SafeText.escaped($0)), "31") }
  }

  private func colored(_ line: String, _ unrealized: Amount) -> String {
    if unrealized > .zero { return paint(line, "32") }
    return unrealized < .zero ? paint(line, "31") : line
  }

  private func paint(_ text: String, _ code: String) -> String {
    isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  private func clipped(_ text: String) -> String {
    text.count <= width ? text : String(text.prefix(width - 1)) + "…"
  }

  /// Columns under each other: the first to the left, the others to the right.
  private static func aligned(_ rows: [[String]]) -> [String] {
    let widths = titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + blanks : blanks + cell
      }.joined(separator: "  ")
    }
  }
}

/// A terminal's table of a session, drawn again four times a second on a thread of its own.
final class TableView {
  private let isStopped = Atomic(false)
  private let wake = ThreadSignal()
  private var thread: OwnThread?

  /// Nanoseconds between drawings.
  private static let period: Int64 = 250_000_000

  /// Begins to draw.
  ///
  /// - Parameters:
  ///   - board: Where the session is looked at.
  ///   - printer: Writes to the terminal; log lines go above the table.
  ///   - isColored: Whether colours are used.
  /// - Throws: ``Stop`` with exit code 74 when there is no thread.
  init(board: SessionBoard, printer: LinePrinter, isColored: Bool) throws(Stop) {
    thread = try OwnThread { [wake, unowned self] in
      while !isStopped.load(ordering: .relaxed) {
        Self.draw(board, printer, isColored)
        wake.wait(nanoseconds: Self.period)
      }
      Self.draw(board, printer, isColored)
      printer.keepTable()
    }
  }

  /// Draws once more and leaves the table where it is.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    wake.notify()
    thread?.join()
    thread = nil
  }

  private static func draw(_ board: SessionBoard, _ printer: LinePrinter, _ isColored: Bool) {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let table = SessionTable(
      board.view, width: isKnown ? Int(size.ws_col) : 80,
      height: isKnown ? Int(size.ws_row) : 24, isColored: isColored)
    printer.draw(table.lines)
  }
}
