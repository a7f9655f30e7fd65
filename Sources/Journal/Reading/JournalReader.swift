import GRDB
import Market
import Money

/// Reads the journal of an account, also while its session runs.
///
/// Every call sees what was committed when it began. Long lists come in pages: `after` is the number of the
/// last one that was seen, 0 at first, and `limit` how many come at most.
public struct JournalReader: Sendable {
  let queue: DatabaseQueue
  let path: String

  /// Opens the journal of a folder for reading.
  ///
  /// - Throws: ``JournalError/missing(path:)`` where there is none, or why it cannot be read.
  public init(in folder: String) throws(JournalError) {
    try self.init(file: JournalFolder.file(in: folder), or: folder)
  }

  /// Opens the journal of a folder, or a journal's file, such as a copy made by ``Journal/backup(_:to:)``.
  ///
  /// - Throws: ``JournalError/missing(path:)`` where there is none, or why it cannot be read.
  public init(at path: String) throws(JournalError) {
    let file = JournalFolder.isFolder(path) ? JournalFolder.file(in: path) : path
    try self.init(file: file, or: path)
  }

  private init(file: String, or place: String) throws(JournalError) {
    guard JournalFolder.exists(file) else { throw .missing(path: place) }
    self.init(try Connection.openForReading(file), file)
    let (schema, path) = (Schema.current, path)
    let version = try Journal.access(queue, path) { (database) throws(JournalError) in
      try schema.version(of: database, path: path)
    }
    guard version > 0 else { throw .foreign(path: file, found: "an empty database") }
    // Tables of an earlier version are brought up to date by the next session.
    guard version == schema.version else {
      throw .refused(
        path: file,
        reason: "a journal of version \(version), to be read as version \(schema.version); start "
          + "a session of the account once, which brings it up to date")
    }
  }

  init(_ queue: DatabaseQueue, _ path: String) {
    self.queue = queue
    self.path = path
  }

  // MARK: Account and sessions

  /// The account.
  public func account() throws(JournalError) -> JournalAccount {
    let rows = try fetch("SELECT name, initial, created FROM account")
    guard rows.count == 1, case .text(let name) = rows[0][0],
      case .integer(let initial) = rows[0][1], case .integer(let created) = rows[0][2]
    else {
      throw .damaged(path: path, finding: "expected one account, found \(rows.count)")
    }
    return JournalAccount(
      name: name, initialBalance: Amount(micros: initial),
      created: EventTime(nanoseconds: created))
  }

  /// How many sessions there were.
  public func sessionCount() throws(JournalError) -> Int64 {
    try number("SELECT max(session) FROM sessions") ?? 0
  }

  /// The sessions, oldest first.
  public func sessions(after number: Int64 = 0, limit: Int = 1_000) throws(JournalError)
    -> [SessionRecord]
  {
    let begun = try records(
      SessionEntry.self, "WHERE session > ? ORDER BY session LIMIT ?", [number, Int64(limit)])
    var sessions: [SessionRecord] = []
    for record in begun { sessions.append(try session(of: record)) }
    return sessions
  }

  /// A session by its number; nil when there is none.
  public func session(_ number: Int64) throws(JournalError) -> SessionRecord? {
    let found = try records(SessionEntry.self, "WHERE session = ?", [number]).first
    return try found.map { (record) throws(JournalError) in try session(of: record) }
  }

  private func session(of record: JournalRecord<SessionEntry>) throws(JournalError)
    -> SessionRecord
  {
    let seal = try records(
      SealRow.self, "WHERE sealed = ? ORDER BY sequence DESC LIMIT 1", [record.session]
    ).first
    return SessionRecord(
      number: record.session, began: record.moment.time, entry: record.entry,
      seal: seal?.entry.seal ?? .running, reason: seal?.entry.reason ?? "",
      sealed: seal?.moment.time)
  }

  /// How many orders a session made.
  public func orderCount(of session: Int64) throws(JournalError) -> Int64 {
    try number("SELECT count(*) FROM orders WHERE session = ?", [session]) ?? 0
  }

  /// The scripts of a session, in the order of their places, without their texts.
  public func scripts(of session: Int64) throws(JournalError) -> [ScriptRecord] {
    try records(ScriptRow.self, "WHERE session = ? ORDER BY script, sequence", [session]).map {
      ScriptRecord(entry: $0.entry.entry, digest: $0.entry.digest)
    }
  }

  /// What is kept under a SHA-256: the text of a script; nil when there is nothing.
  public func content(_ digest: [UInt8]) throws(JournalError) -> [UInt8]? {
    let rows = try fetch("SELECT bytes FROM contents WHERE digest = ?", [.bytes(digest)])
    guard case .bytes(let bytes)? = rows.first?.first else { return nil }
    return bytes
  }

  /// The last commit of a session; nil when it made none.
  public func lastCommit(of session: Int64) throws(JournalError) -> JournalCommit? {
    try commit("WHERE session = ? ORDER BY number DESC LIMIT 1", [.integer(session)])
  }

  /// The commit that holds an entry.
  public func commit(of sequence: Int64) throws(JournalError) -> JournalCommit? {
    try commit("WHERE last >= ? ORDER BY number LIMIT 1", [.integer(sequence)])
  }

  /// The newest snapshot of a session with its bytes; nil when there is none.
  public func newestSnapshot(of session: Int64) throws(JournalError)
    -> JournalRecord<SnapshotEntry>?
  {
    let found = try records(
      SnapshotRow.self, "WHERE session = ? ORDER BY sequence DESC LIMIT 1", [session])
    guard let record = found.first else { return nil }
    guard let bytes = try content(record.entry.digest) else {
      throw .damaged(
        path: path, finding: "entry \(record.sequence): the bytes of a snapshot are missing")
    }
    return record.with { row in
      var entry = row.entry
      entry.bytes = bytes
      return entry
    }
  }
}
