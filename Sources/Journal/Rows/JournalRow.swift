import Market

/// One row of a chained table.
struct JournalRow: Equatable, Sendable {
  /// A value of a column: never a floating-point number.
  enum Cell: Equatable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
  }

  let table: JournalTable
  /// Its number in the account, from 1, over all tables.
  let sequence: Int64
  let session: Int64
  let moment: JournalMoment
  /// In the order of the table's columns.
  let cells: [Cell]

  /// Appends the bytes that the chain is made of.
  ///
  /// Columns without a value are left out, so that a column that a later version adds changes nothing
  /// of what was chained before.
  func appendCanonical(to bytes: inout [UInt8]) {
    Self.append(table.rawValue.utf8, to: &bytes)
    for number in [sequence, session, moment.time.nanoseconds, moment.tick] {
      Self.append(number, to: &bytes)
    }
    for (column, cell) in zip(table.columns, cells) {
      switch cell {
      case .null: continue
      case .integer(let value):
        Self.append(column.utf8, to: &bytes)
        bytes.append(UInt8(ascii: "i"))
        Self.append(value, to: &bytes)
      case .text(let text):
        Self.append(column.utf8, to: &bytes)
        bytes.append(UInt8(ascii: "t"))
        Self.append(text.utf8, to: &bytes)
      case .bytes(let content):
        Self.append(column.utf8, to: &bytes)
        bytes.append(UInt8(ascii: "b"))
        Self.append(content, to: &bytes)
      }
    }
    // No column is called so: where a row ends is never in doubt.
    bytes.append(0xFF)
  }

  static func append(_ number: Int64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  static func append(_ content: some Collection<UInt8>, to bytes: inout [UInt8]) {
    append(Int64(content.count), to: &bytes)
    bytes.append(contentsOf: content)
  }
}
