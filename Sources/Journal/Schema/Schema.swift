import GRDB

/// The versions of the journal's tables, and the way from one to the next.
struct Schema: Sendable {
  /// One step: the version it leads to, and its statements.
  struct Step: Sendable {
    let version: Int64
    let statements: String
  }

  /// Says that a database is a journal: `Saud`, in SQLite's `application_id`.
  static let applicationID: Int64 = 0x5361_7564

  /// This program's.
  static let current = Schema(steps: [Step(version: 1, statements: Version1.statements)])

  /// In the order of their versions, from 1.
  let steps: [Step]

  /// The newest version it knows.
  var version: Int64 { steps.last?.version ?? 0 }

  /// Brings a database to the newest version; each step is one transaction.
  ///
  /// - Returns: The version it had.
  /// - Throws: ``JournalError/newer(path:version:known:)``,
  ///   ``JournalError/foreign(path:found:)``, or what SQLite says.
  @discardableResult
  func migrate(_ database: Database, path: String) throws(JournalError) -> Int64 {
    let found = try version(of: database, path: path)
    for step in steps where step.version > found {
      try JournalError.wrap(path, "bring the journal to version \(step.version)") {
        try database.inTransaction(.immediate) {
          try database.execute(sql: step.statements)
          try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
          try database.execute(sql: "PRAGMA user_version = \(step.version)")
          return .commit
        }
      }
    }
    return found
  }

  /// The version of a database; 0 for an empty one.
  func version(of database: Database, path: String) throws(JournalError) -> Int64 {
    let (application, version, tables) = try JournalError.wrap(path, "read the journal") {
      (
        try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
        try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
        try Int64.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      )
    }
    guard application == Self.applicationID || (application == 0 && tables == 0) else {
      throw .foreign(path: path, found: "a database of another program")
    }
    guard version <= self.version else {
      throw .newer(path: path, version: version, known: self.version)
    }
    return version
  }
}
