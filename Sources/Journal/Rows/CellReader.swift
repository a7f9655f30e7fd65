import Market
import Money
import Trading

/// Reads the cells of a row, in the order of its table's columns.
struct CellReader {
  private let row: JournalRow
  private let path: String
  private var place = 0

  init(_ row: JournalRow, path: String) {
    self.row = row
    self.path = path
  }

  /// The row's number, which others refer to.
  var sequence: Int64 { row.sequence }

  mutating func integer() throws(JournalError) -> Int64 {
    guard let value = try optionalInteger() else { throw unexpected(.null, "a number") }
    return value
  }

  mutating func optionalInteger() throws(JournalError) -> Int64? {
    switch try next() {
    case .null: return nil
    case .integer(let value): return value
    case let cell: throw unexpected(cell, "a number")
    }
  }

  mutating func text() throws(JournalError) -> String {
    guard let text = try optionalText() else { throw unexpected(.null, "a text") }
    return text
  }

  mutating func optionalText() throws(JournalError) -> String? {
    switch try next() {
    case .null: return nil
    case .text(let text): return text
    case let cell: throw unexpected(cell, "a text")
    }
  }

  mutating func bytes() throws(JournalError) -> [UInt8] {
    switch try next() {
    case .bytes(let bytes): return bytes
    case let cell: throw unexpected(cell, "bytes")
    }
  }

  mutating func int() throws(JournalError) -> Int {
    let value = try integer()
    guard let int = Int(exactly: value) else { throw unexpected(.integer(value), "a place") }
    return int
  }

  mutating func optionalInt() throws(JournalError) -> Int? {
    try optionalInteger().map { Int(clamping: $0) }
  }

  mutating func flag() throws(JournalError) -> Bool { try integer() != 0 }
  mutating func amount() throws(JournalError) -> Amount { Amount(micros: try integer()) }
  mutating func price() throws(JournalError) -> Price { Price(micros: try integer()) }
  mutating func time() throws(JournalError) -> EventTime {
    EventTime(nanoseconds: try integer())
  }

  mutating func optionalPrice() throws(JournalError) -> Price? {
    try optionalInteger().map { Price(micros: $0) }
  }

  mutating func optionalTime() throws(JournalError) -> EventTime? {
    try optionalInteger().map { EventTime(nanoseconds: $0) }
  }

  /// A word of a fixed list.
  mutating func word<Word>(_ find: (String) -> Word?) throws(JournalError) -> Word {
    let text = try text()
    guard let word = find(text) else { throw unexpected(.text(text), "a known word") }
    return word
  }

  private mutating func next() throws(JournalError) -> JournalRow.Cell {
    guard place < row.cells.count else { throw unexpected(.null, "another column") }
    defer { place += 1 }
    return row.cells[place]
  }

  private func unexpected(_ cell: JournalRow.Cell, _ expected: String) -> JournalError {
    let column = row.table.columns[max(0, min(place, row.table.columns.count) - 1)]
    return .damaged(
      path: path,
      finding: "entry \(row.sequence): expected \(expected) in \(row.table.rawValue).\(column), "
        + "found \(cell)")
  }
}
