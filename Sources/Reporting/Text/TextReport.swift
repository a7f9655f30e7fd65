/// Renders a session for a person at a terminal.
public struct TextReport {
  /// How the text is laid out.
  public struct Options: Equatable, Sendable {
    /// Columns of the terminal; lines keep to it where figures allow.
    public var width: Int
    /// Whether colours are used; the caller knows whether it writes to a terminal.
    public var isColored: Bool
    /// How many of the last orders are listed.
    public var orderRows: Int

    /// Options; without more, for eighty columns and no colour.
    public init(width: Int = 80, isColored: Bool = false, orderRows: Int = 8) {
      self.width = width
      self.isColored = isColored
      self.orderRows = orderRows
    }
  }

  let report: SessionReport
  let options: Options
  private(set) var lines: [String] = []

  private init(report: SessionReport, options: Options) {
    self.report = report
    self.options = options
  }

  /// The text, with a line feed after its last line.
  public static func text(of report: SessionReport, options: Options = Options()) -> String {
    var text = TextReport(report: report, options: options)
    text.addHeader()
    text.addFailures()
    text.addMoney()
    text.addStrategies()
    text.addTrades()
    text.addPositions()
    text.addOrders()
    text.addDenials()
    text.addWarnings()
    text.addFooter()
    return text.lines.joined(separator: "\n") + "\n"
  }

  mutating func add(_ line: String) { lines.append(line) }

  mutating func add(_ table: TextTable) {
    lines += table.lines(width: options.width, isColored: options.isColored)
  }

  /// Begins a section: a blank line, then its title.
  mutating func addHeading(_ title: String, note: String = "") {
    add("")
    add(
      paint(title, .bold)
        + (note.isEmpty ? "" : " " + paint(TextTable.fitted(note, to: options.width), .dim)))
  }

  func paint(_ text: String, _ ink: Ink) -> String {
    ink.paint(text, isColored: options.isColored)
  }

  /// Breaks text into lines at blanks; a word that is too long is cut into pieces.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
      while line.count > max(1, width) {
        lines.append(String(line.prefix(max(1, width))))
        line = String(line.dropFirst(max(1, width)))
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
