import Glibc
import Market
import Money
import Reporting
import Synchronization
import Trading

/// A session as a table for a terminal: symbols with prices, age, position, stop, target and profit,
/// and below them the account.
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
    let rows = symbolRows
    let room = max(1, height - 8 - alerts.count)
    lines += Self.aligned([Self.titles] + rows.prefix(room)).enumerated().map { place, line in
      let fitted = clipped(line)
      return place == 0 ? paint(fitted, "2") : colored(fitted, row: place - 1)
    }
    if rows.count > room { lines.append(paint("… \(rows.count - room) more symbols", "2")) }
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

  private var symbolRows: [[String]] {
    view.rows.map { row in
      let position = row.position
      let isOpen = position.quantity != 0
      return [
        SafeText.escaped(row.symbol), row.tick.map { "\($0.ltp)" } ?? "-", age(of: row.tick),
        isOpen ? String(position.quantity) : "-", isOpen ? average(of: position) : "-",
        position.stop.map { "\($0)" } ?? "-", position.target.map { "\($0)" } ?? "-",
        isOpen ? position.unrealized.rupeeText : "-",
      ]
    }
  }

  /// How old a price is, in seconds of event time.
  private func age(of tick: Tick?) -> String {
    guard let tick, let now = view.time else { return "-" }
    let seconds = max(0, now.nanoseconds - tick.time.nanoseconds) / EventTime.nanosecondsPerSecond
    return "\(seconds) s"
  }

  private func average(of position: PositionView) -> String {
    let exact = roundedHalfAway(
      Int128(position.cost.micros), dividedBy: Int128(position.quantity.magnitude) * 10_000)
    return "\(Price(micros: Int64(clamping: exact * 10_000)))"
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

  private func colored(_ line: String, row: Int) -> String {
    let unrealized = view.rows[row].position.unrealized
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
