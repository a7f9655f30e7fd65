import GRDB
import Market
import Money

/// Writes the rows of a commit.
enum JournalInsertion {
  /// Writes rows, what they name by hash, and their commit, in one transaction.
  static func insert(
    _ pending: PendingRows, _ commit: JournalCommit, into database: Database
  ) throws(any Error) {
    try database.inTransaction(.immediate) {
      for content in pending.contents { try insert(content, into: database) }
      for row in pending.rows { try insert(row, into: database) }
      let statement = try database.cachedStatement(sql: commitStatement)
      try statement.execute(arguments: [
        commit.number, commit.first, commit.last, commit.session, commit.input,
        commit.time.nanoseconds, Blob.value(commit.hash),
      ])
      return .commit
    }
  }

  private static let commitStatement =
    "INSERT INTO commits (\(JournalCommit.columns.joined(separator: ", "))) "
    + "VALUES (?, ?, ?, ?, ?, ?, ?)"

  /// The statement of each table, made once.
  private static let statements: [JournalTable: String] = Dictionary(
    uniqueKeysWithValues: JournalTable.allCases.map { table in
      let count = JournalTable.leading.count + table.columns.count
      let marks = Array(repeating: "?", count: count).joined(separator: ", ")
      return (table, "INSERT INTO \(table.rawValue) (\(table.columnList)) VALUES (\(marks))")
    })

  private static func insert(_ content: PendingRows.Content, into database: Database)
    throws(any Error)
  {
    let statement = try database.cachedStatement(
      sql: "INSERT INTO contents (digest, bytes) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING")
    try statement.execute(arguments: [Blob.value(content.digest), Blob.value(content.bytes)])
  }

  private static func insert(_ row: JournalRow, into database: Database) throws(any Error) {
    guard let sql = statements[row.table] else {
      preconditionFailure("every table has its statement")
    }
    var values: [DatabaseValue] = [
      row.sequence.databaseValue, row.session.databaseValue,
      row.moment.time.nanoseconds.databaseValue, row.moment.tick.databaseValue,
    ]
    values += row.cells.map { Blob.value(of: $0) }
    let statement = try database.cachedStatement(sql: sql)
    try statement.execute(arguments: StatementArguments(values))
  }
}
