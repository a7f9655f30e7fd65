import GRDB
import Market
import Money

/// Opening databases so that what is committed survives a loss of power.
enum Connection {
  /// Seconds that a call waits for another connection, such as that of a person's `sqlite3`.
  private static let patience = 5.0

  /// The settings that every connection has.
  static func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(patience)
    configuration.label = "journal"
    configuration.prepareDatabase { database in
      // A damaged page is found where it is read; nothing in the file makes this program run it.
      try database.execute(sql: "PRAGMA cell_size_check = ON")
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    return configuration
  }

  /// Makes a database with the tables of a schema and an account, complete and durable.
  ///
  /// It is made under another name and gets its own when nothing can be lost any more. While it is made,
  /// `synchronous` is `EXTRA`: the removal of the first rollback journal has to be durable, or a loss of
  /// power brings it back, and it undoes whatever came later.
  static func create(
    _ path: String, draft: String, in folder: String, _ schema: Schema, _ account: JournalAccount
  ) throws(JournalError) {
    for file in [draft] + JournalFolder.companions(of: draft) { try JournalFolder.remove(file) }
    try JournalError.wrap(path, "make the journal") {
      let queue = try DatabaseQueue(path: draft, configuration: configuration(readOnly: false))
      try queue.inDatabase { database in
        try database.execute(sql: "PRAGMA synchronous = EXTRA")
        try expect("synchronous", 3, of: database, path)
        try schema.migrate(database, path: path)
        try database.execute(
          sql: "INSERT INTO account (name, initial, created) VALUES (?, ?, ?)",
          arguments: [
            account.name, account.initialBalance.micros, account.created.nanoseconds,
          ])
        try database.execute(sql: "PRAGMA journal_mode = WAL")
        try expect("journal_mode", "wal", of: database, path)
      }
      try queue.close()
    }
    try JournalFolder.synchronizeFile(draft)
    try JournalFolder.synchronize(folder)
    try JournalFolder.rename(draft, to: path)
    try JournalFolder.synchronize(folder)
  }

  /// Opens a database for its one writer.
  ///
  /// GRDB sets `synchronous` to `NORMAL` when it opens a database in WAL mode; so it is set afterwards
  /// and read back.
  static func openForWriting(_ path: String) throws(JournalError) -> DatabaseQueue {
    let queue = try JournalError.wrap(path, "open the journal") {
      try DatabaseQueue(path: path, configuration: configuration(readOnly: false))
    }
    try JournalError.wrap(path, "open the journal") {
      try queue.inDatabase { database in
        try database.execute(sql: "PRAGMA synchronous = FULL")
        try checkSettings(of: database, path)
      }
    }
    return queue
  }

  /// Opens a database to read it beside its writer.
  static func openForReading(_ path: String) throws(JournalError) -> DatabaseQueue {
    try JournalError.wrap(path, "open the journal") {
      try DatabaseQueue(path: path, configuration: configuration(readOnly: true))
    }
  }

  /// Reads back all that durability rests on.
  static func checkSettings(of database: Database, _ path: String) throws(JournalError) {
    try expect("journal_mode", "wal", of: database, path)
    try expect("synchronous", 2, of: database, path)
    try expect("locking_mode", "normal", of: database, path)
    try expect("writable_schema", 0, of: database, path)
    try expect("ignore_check_constraints", 0, of: database, path)
    try expect("cell_size_check", 1, of: database, path)
    try expect("trusted_schema", 0, of: database, path)
  }

  private static func expect<Value: DatabaseValueConvertible & Equatable & Sendable>(
    _ name: String, _ expected: Value, of database: Database, _ path: String
  ) throws(JournalError) {
    let found = try JournalError.wrap(path, "read a setting") {
      try Value.fetchOne(database, sql: "PRAGMA \(name)")
    }
    guard found == expected else {
      throw .setting(
        path: path, name: name, expected: "\(expected)",
        found: found.map { "\($0)" } ?? "nothing")
    }
  }
}

extension JournalError {
  /// Does something with a database, and says in this type what went wrong.
  static func wrap<Result>(
    _ path: String, _ action: String, _ body: () throws(any Error) -> Result
  ) throws(JournalError) -> Result {
    do {
      return try body()
    } catch let error as JournalError {
      throw error
    } catch let error as DatabaseError {
      throw from(error, path, action)
    } catch {
      throw .database(path: path, action: action, reason: "\(error)")
    }
  }

  private static func from(_ error: DatabaseError, _ path: String, _ action: String)
    -> JournalError
  {
    let reason = sentence(of: error)
    switch error.resultCode {
    case .SQLITE_NOTADB: return .foreign(path: path, found: "something else, or a torn file")
    case .SQLITE_CORRUPT: return .damaged(path: path, finding: reason)
    default: return .database(path: path, action: action, reason: reason)
    }
  }

  /// What SQLite says, with its number; never the values that were to be written.
  static func sentence(of error: DatabaseError) -> String {
    let text = error.message ?? "unknown error"
    return "\(text) (SQLite error \(error.extendedResultCode.rawValue))"
  }
}
