import Glibc
import Synchronization

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
