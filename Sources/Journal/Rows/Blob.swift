import Foundation
import GRDB
import Market

/// Bytes on their way into and out of columns.
enum Blob {
  /// Bytes as a column takes them; an empty one is no `NULL`.
  static func value(_ bytes: [UInt8]) -> DatabaseValue { Data(bytes).databaseValue }

  /// A cell as a column takes it.
  static func value(of cell: JournalRow.Cell) -> DatabaseValue {
    switch cell {
    case .null: .null
    case .integer(let number): number.databaseValue
    case .text(let text): text.databaseValue
    case .bytes(let bytes): value(bytes)
    }
  }

  /// A row as it was read.
  ///
  /// - Throws: ``JournalError/damaged(path:finding:)`` for a floating-point number or a missing value of
  ///   those that every row begins with.
  static func row(_ row: Row, of table: JournalTable, _ path: String) throws(JournalError)
    -> JournalRow
  {
    var cells: [JournalRow.Cell] = []
    let columns = table.columns
    cells.reserveCapacity(JournalTable.leading.count + columns.count)
    for place in 0..<JournalTable.leading.count + columns.count {
      cells.append(
        try cell(row, place, "\(table.rawValue), column \(place + 1)", path))
    }
    guard case .integer(let sequence) = cells[0], case .integer(let session) = cells[1],
      case .integer(let time) = cells[2], case .integer(let tick) = cells[3]
    else {
      throw .damaged(path: path, finding: "a row of \(table.rawValue) has no number")
    }
    return JournalRow(
      table: table, sequence: sequence, session: session,
      moment: JournalMoment(time: .init(nanoseconds: time), tick: tick),
      cells: Array(cells.dropFirst(JournalTable.leading.count)))
  }

  /// A value as it was read.
  static func cell(
    _ row: Row, _ place: Int, _ column: @autoclosure () -> String, _ path: String
  ) throws(JournalError) -> JournalRow.Cell {
    let value: DatabaseValue = row[place]
    switch value.storage {
    case .null: return .null
    case .int64(let number): return .integer(number)
    case .string(let text): return .text(text)
    case .blob(let data): return .bytes([UInt8](data))
    case .double:
      throw .damaged(
        path: path, finding: "expected no floating-point number in \(column()), found one")
    }
  }
}
