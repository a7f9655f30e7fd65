import GRDB

/// How rows are read.
extension JournalReader {
  /// The entries of a table; `tail` is what follows its name.
  func records<Entry: TableEntry>(
    _ type: Entry.Type, _ tail: String, _ numbers: [Int64]
  ) throws(JournalError) -> [JournalRecord<Entry>] {
    try records(type, tail, numbers.map { .integer($0) })
  }

  /// The entries of a table; `tail` is what follows its name.
  func records<Entry: TableEntry>(
    _ type: Entry.Type, _ tail: String, _ values: [JournalRow.Cell]
  ) throws(JournalError) -> [JournalRecord<Entry>] {
    let (table, path) = (type.table, path)
    return try run(
      "SELECT \(table.columnList) FROM \(table.rawValue) \(tail)", values
    ) { (row) throws(JournalError) in
      let read = try Blob.row(row, of: table, path)
      var cells = CellReader(read, path: path)
      return JournalRecord(
        sequence: read.sequence, session: read.session, moment: read.moment,
        entry: try Entry(&cells))
    }
  }

  /// The cells of rows.
  func fetch(_ sql: String, _ values: [JournalRow.Cell] = []) throws(JournalError)
    -> [[JournalRow.Cell]]
  {
    let path = path
    return try run(sql, values) { (row) throws(JournalError) in
      var cells: [JournalRow.Cell] = []
      for place in 0..<row.count { cells.append(try Blob.cell(row, place, "a column", path)) }
      return cells
    }
  }

  /// One number; nil when there is none.
  func number(_ sql: String, _ values: [Int64] = []) throws(JournalError) -> Int64? {
    let rows = try fetch(sql, values.map { .integer($0) })
    guard case .integer(let number)? = rows.first?.first else { return nil }
    return number
  }

  /// A commit; `tail` is what follows the table's name.
  func commit(_ tail: String, _ values: [JournalRow.Cell]) throws(JournalError) -> JournalCommit? {
    let path = path
    let columns = JournalCommit.columns.joined(separator: ", ")
    return try run("SELECT \(columns) FROM commits \(tail)", values) {
      (row) throws(JournalError) in try JournalCommit(row, path)
    }.first
  }

  private func run<Result>(
    _ sql: String, _ values: [JournalRow.Cell],
    _ read: (Row) throws(JournalError) -> Result
  ) throws(JournalError) -> [Result] {
    try JournalError.wrap(path, "read the journal") {
      try queue.inDatabase { database in
        let statement = try database.cachedStatement(sql: sql)
        let rows = try Row.fetchCursor(
          statement, arguments: StatementArguments(values.map { Blob.value(of: $0) }))
        var results: [Result] = []
        while let row = try rows.next() { results.append(try read(row)) }
        return results
      }
    }
  }
}
