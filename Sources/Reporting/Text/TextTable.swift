/// Aligned columns of text.
///
/// Columns are as wide as their widest cell. When a line would be too long, the flexible column
/// gives way and its long cells end in an ellipsis. A character counts as one column, which holds
/// for the rupee sign and every symbol an exchange uses.
struct TextTable {
  /// Which edge of its column a cell touches.
  enum Alignment {
    /// For words.
    case left
    /// For numbers.
    case right
  }

  private static let gap = 2
  private static let narrowestFlexible = 6

  private let alignments: [Alignment]
  private let flexible: Int?
  private let indent: Int
  private var rows: [[TextCell]] = []

  /// An empty table.
  ///
  /// - Parameters:
  ///   - alignments: One for each column.
  ///   - flexible: The index of the column that gives way; nil for none.
  ///   - indent: Blanks before the first column.
  init(_ alignments: [Alignment], flexible: Int? = nil, indent: Int = 2) {
    self.alignments = alignments
    self.flexible = flexible
    self.indent = indent
  }

  /// Adds a row; cells that are left out stay empty.
  mutating func add(_ cells: TextCell...) { rows.append(cells) }

  /// The lines, without blanks at their ends.
  func lines(width: Int, isColored: Bool) -> [String] {
    let widths = columnWidths(within: width)
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      var pendingBlanks = 0
      for (column, cell) in row.enumerated() {
        let text = Self.fitted(cell.text, to: widths[column])
        let padding = widths[column] - text.count
        let isRight = alignments[column] == .right
        if !text.isEmpty {
          line += String(repeating: " ", count: pendingBlanks + (isRight ? padding : 0))
          line += cell.ink.paint(text, isColored: isColored)
          pendingBlanks = (isRight ? 0 : padding) + Self.gap
        } else {
          pendingBlanks += padding + Self.gap
        }
      }
      return line
    }
  }

  private func columnWidths(within width: Int) -> [Int] {
    var widths = alignments.indices.map { column in
      rows.map { column < $0.count ? $0[column].text.count : 0 }.max() ?? 0
    }
    let total = indent + widths.reduce(0, +) + Self.gap * max(0, widths.count - 1)
    if let flexible, total > width {
      widths[flexible] = max(
        min(Self.narrowestFlexible, widths[flexible]), widths[flexible] - (total - width))
    }
    return widths
  }

  /// The text, cut to a width with an ellipsis where it was too long.
  static func fitted(_ text: String, to width: Int) -> String {
    guard text.count > width else { return text }
    return width <= 0 ? "" : text.prefix(width - 1) + "…"
  }
}

/// One cell of a table of text.
struct TextCell: ExpressibleByStringInterpolation {
  /// What it says; never a line feed.
  var text: String
  /// How it is coloured on a terminal.
  var ink: Ink

  /// A cell of some ink.
  init(_ text: String, _ ink: Ink = .plain) {
    self.text = text
    self.ink = ink
  }

  /// A plain cell.
  init(stringLiteral text: String) { self.init(text) }
}

/// A colour or weight of terminal text, as an ECMA-48 graphic rendition.
enum Ink: String {
  /// As it is.
  case plain = ""
  /// For headings.
  case bold = "1"
  /// For what matters less.
  case dim = "2"
  /// For losses and failures.
  case red = "31"
  /// For gains.
  case green = "32"
  /// For warnings.
  case yellow = "33"

  /// The text in this ink; the text alone when there is no colour.
  func paint(_ text: String, isColored: Bool) -> String {
    guard isColored, self != .plain, !text.isEmpty else { return text }
    return "\u{1B}[\(rawValue)m\(text)\u{1B}[0m"
  }
}
