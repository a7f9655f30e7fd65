import Market
import Money
import Trading

/// Puts the cells of a row together, in the order of its table's columns.
struct CellWriter {
  private(set) var cells: [JournalRow.Cell] = []

  /// Writes the cells of an entry.
  static func cells(of entry: some TableEntry) -> [JournalRow.Cell] {
    var writer = CellWriter()
    entry.write(to: &writer)
    return writer.cells
  }

  mutating func add(_ value: Int64) { cells.append(.integer(value)) }
  mutating func add(_ value: Int64?) { cells.append(value.map { .integer($0) } ?? .null) }
  mutating func add(_ value: Int) { add(Int64(value)) }
  mutating func add(_ value: Int?) { add(value.map { Int64($0) }) }
  mutating func add(_ value: Bool) { add(value ? 1 as Int64 : 0) }
  mutating func add(_ amount: Amount) { add(amount.micros) }
  mutating func add(_ price: Price) { add(price.micros) }
  mutating func add(_ price: Price?) { add(price?.micros) }
  mutating func add(_ time: EventTime) { add(time.nanoseconds) }
  mutating func add(_ time: EventTime?) { add(time?.nanoseconds) }
  mutating func add(_ bytes: [UInt8]) { cells.append(.bytes(bytes)) }

  /// A text; SQLite's functions end a text at a NUL, so that one is kept as its symbol, `␀`.
  mutating func add(_ text: String) {
    guard text.utf8.contains(0) else { return cells.append(.text(text)) }
    let parts = text.split(separator: "\0", omittingEmptySubsequences: false)
    cells.append(.text(parts.joined(separator: "\u{2400}")))
  }

  /// A text that may be missing.
  mutating func add(_ text: String?) {
    if let text { add(text) } else { cells.append(.null) }
  }
}

/// What one row of a table says.
protocol TableEntry: Equatable, Sendable {
  /// Its table.
  static var table: JournalTable { get }
  /// Writes its cells, in the order of the table's columns.
  func write(to row: inout CellWriter)
  /// Reads the cells back, in the same order.
  init(_ row: inout CellReader) throws(JournalError)
}
