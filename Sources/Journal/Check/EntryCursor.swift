import GRDB

/// Reads the rows of all tables in the order of their numbers.
final class EntryCursor {
  /// One table, and its next row.
  private struct Source {
    let table: JournalTable
    let cursor: RowCursor
    var next: JournalRow?
  }

  private let path: String
  private var sources: [Source] = []
  /// The number of the next row of each; the largest there is behind the last.
  private var numbers: [Int64] = []

  /// Begins with a number.
  init(_ database: Database, from first: Int64, _ path: String) throws(any Error) {
    self.path = path
    for table in JournalTable.allCases {
      let cursor = try Row.fetchCursor(
        database,
        sql: "SELECT \(table.columnList) FROM \(table.rawValue) WHERE sequence >= ? "
          + "ORDER BY sequence", arguments: [first])
      sources.append(Source(table: table, cursor: cursor))
      numbers.append(.max)
      try advance(sources.count - 1)
    }
  }

  /// The rows of a commit, all of them.
  func rows(of commit: JournalCommit) throws(any Error) -> [JournalRow] {
    var rows: [JournalRow] = []
    for sequence in stride(from: commit.first, through: commit.last, by: 1) {
      let place = try place(of: sequence, commit)
      guard let row = sources[place].next else {
        preconditionFailure("a table whose next number is known has a next row")
      }
      rows.append(row)
      try advance(place)
    }
    return rows
  }

  /// Which table has an entry; what came before it has been taken.
  private func place(of sequence: Int64, _ commit: JournalCommit) throws(JournalError) -> Int {
    var found: Int?
    for place in numbers.indices where numbers[place] <= sequence {
      guard found == nil, numbers[place] == sequence else {
        throw .damaged(
          path: path,
          finding: "commit \(commit.number): entry \(numbers[place]) is there twice, also in "
            + sources[place].table.rawValue)
      }
      found = place
    }
    guard let found else {
      throw .damaged(
        path: path, finding: "commit \(commit.number): entry \(sequence) is missing")
    }
    return found
  }

  /// Throws when there is a row that no commit holds.
  func expectEnd() throws(JournalError) {
    for source in sources {
      guard let row = source.next else { continue }
      throw .damaged(
        path: path,
        finding: "entry \(row.sequence) in \(source.table.rawValue) belongs to no commit")
    }
  }

  private func advance(_ place: Int) throws(any Error) {
    sources[place].next = try sources[place].cursor.next().map { row in
      try Blob.row(row, of: sources[place].table, path)
    }
    numbers[place] = sources[place].next?.sequence ?? .max
  }
}
