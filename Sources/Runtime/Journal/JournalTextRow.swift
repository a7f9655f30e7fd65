import Reporting

/// A line of a table for people: cells at fixed columns, two blanks between.
///
/// Widths are known beforehand, so that a long table is written as it is read. A cell that is too long pushes
/// the others, and loses nothing.
enum JournalTextRow {
  /// The line, without a line feed.
  static func text(_ cells: [String], widths: [Int]) -> String {
    var line = ""
    for (place, cell) in cells.enumerated() {
      let text = SafeText.escaped(cell)
      line += text
      guard place < cells.count - 1 else { break }
      line += String(repeating: " ", count: max(0, widths[place] - text.count) + 2)
    }
    return line
  }
}
