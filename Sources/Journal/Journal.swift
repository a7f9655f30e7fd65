public import Market
import GRDB
import Money
import Synchronization

/// The durable record of one account: what its sessions decided, and what came of it.
///
/// A session appends entries, which costs it no more than memory, and commits them at the end of an event
/// or of several. **Nothing is acknowledged to a client or sent to a broker before the commit that holds it
/// has returned.** One process at a time has an account; others read it with ``JournalReader``.
///
/// It knows no clock: all times are the caller's.
public final class Journal: Sendable {
  /// What is not written yet, and where the chain stands.
  private struct Desk: Sendable {
    var pending: PendingRows
    /// The hash of the last commit.
    var hash: [UInt8]
    /// The number of the last commit.
    var number: Int64
    /// The number of the last input that the session committed.
    var input: Int64 = 0
    /// The caller's clock when it first asked about what is pending.
    var waitingSince: Int64?
    /// Why nothing can be written any more.
    var failure: JournalError?
  }

  /// How the journal is looked over when it is opened.
  public enum Inspection: Sendable {
    /// `integrity_check`, the whole chain, the books: a second for each few hundred megabytes.
    case whole
    /// The last commits alone.
    case recent
  }

  /// The account, as the file has it.
  public let account: JournalAccount
  /// The folder.
  public let folder: String
  /// Whether this call made the journal.
  public let isNew: Bool
  /// Reads the journal through the writer's own connection: what is committed, and nothing else.
  public let reader: JournalReader

  private let lock: AccountLock
  private let queue: DatabaseQueue
  private let desk: Mutex<Desk>

  /// The journal's file.
  public var file: String { JournalFolder.file(in: folder) }

  /// Opens the journal of an account, and makes it where there is none.
  ///
  /// - Parameters:
  ///   - folder: The account's folder; it is made unless it is there.
  ///   - account: What a new journal is of; an old one keeps its own.
  ///   - inspection: How the journal is looked over.
  /// - Throws: ``JournalError``: the account is in use, the folder or the file is none for a journal, it is
  ///   damaged, or a setting that durability rests on does not hold.
  public convenience init(
    in folder: String, account: JournalAccount, inspection: Inspection = .whole
  ) throws(JournalError) {
    try self.init(in: folder, account: account, inspection: inspection, schema: .current)
  }

  /// The same with other versions of the tables, or less of a reserve.
  init(
    in folder: String, account: JournalAccount, inspection: Inspection, schema: Schema,
    reserve: Int64 = ReserveFile.bytes
  ) throws(JournalError) {
    try JournalFolder.make(folder)
    try JournalFolder.refuseNetwork(folder)
    let lock = try AccountLock(in: folder)
    let path = JournalFolder.file(in: folder)
    let isNew = !JournalFolder.exists(path)
    if isNew {
      try Connection.create(
        path, draft: JournalFolder.draft(in: folder), in: folder, schema, account)
    }
    let queue = try Connection.openForWriting(path)
    try Self.access(queue, path) { (database) throws(JournalError) in
      guard try schema.version(of: database, path: path) > 0 else {
        throw .foreign(path: path, found: "an empty database")
      }
      try schema.migrate(database, path: path)
    }
    self.reader = JournalReader(queue, path)
    self.account = try reader.account()
    let audit = try JournalAudit.inspect(
      queue, path: path, account: self.account, only: inspection == .recent ? 100 : nil)
    _ = try ReserveFile.make(JournalFolder.reserve(in: folder), bytes: reserve)
    self.folder = folder
    self.isNew = isNew
    self.lock = lock
    self.queue = queue
    desk = Mutex(
      Desk(
        pending: PendingRows(next: audit.lastEntry + 1), hash: audit.lastHash,
        number: audit.lastCommit))
  }

  /// Says at which port the session is reached, for whoever tries to start a second one.
  public func publish(port: Int) throws(JournalError) { try lock.publish(port: Int64(port)) }

  // MARK: Sessions

  /// Begins a session; it is committed when this returns.
  ///
  /// Entries that follow are the session's.
  ///
  /// - Returns: Its number in the account, from 1.
  /// - Throws: ``JournalError``.
  public func begin(_ session: SessionEntry, at time: EventTime) throws(JournalError) -> Int64 {
    let number = try reader.sessionCount() + 1
    return try desk.withLock { (desk) throws(JournalError) in
      desk.pending.session = number
      desk.input = 0
      desk.pending.add(session, at: JournalMoment(time: time, tick: 0))
      try commit(&desk, through: 0)
      return number
    }
  }

  /// Says how a session stands, this one or an earlier one; it is committed when this returns, with all that
  /// is pending.
  ///
  /// - Throws: ``JournalError``.
  public func seal(
    _ session: Int64, as seal: SessionSeal, reason: String, at time: EventTime
  ) throws(JournalError) {
    try desk.withLock { (desk) throws(JournalError) in
      desk.pending.add(
        SealRow(sealed: session, seal: seal, reason: reason),
        at: JournalMoment(time: time, tick: 0))
      try commit(&desk, through: desk.input)
    }
  }

  // MARK: Entries

  /// Takes an entry into the next commit; nothing is written yet.
  ///
  /// After a failed commit it takes nothing.
  ///
  /// - Parameters:
  ///   - entry: What happened in the session that was begun last.
  ///   - moment: When.
  public func append(_ entry: JournalEntry, at moment: JournalMoment) {
    desk.withLock { desk in
      precondition(desk.pending.session > 0, "a session is begun before entries are appended")
      guard desk.failure == nil else { return }
      desk.pending.add(entry, at: moment)
    }
  }

  /// Rows that are not committed yet.
  public var pendingCount: Int { desk.withLock { $0.pending.rows.count } }

  /// Whether what is pending should be committed now.
  ///
  /// - Parameters:
  ///   - now: The caller's clock, in nanoseconds; a pending entry waits from the first call after it.
  ///   - policy: How much may wait, and for how long.
  /// - Returns: Whether to call ``commit(through:)`` now.
  public func isDue(at now: Int64, under policy: CommitPolicy) -> Bool {
    desk.withLock { desk in
      guard !desk.pending.rows.isEmpty else { return false }
      let since = desk.waitingSince ?? now
      desk.waitingSince = since
      return policy.isDue(entries: desk.pending.rows.count, waited: now - since)
    }
  }

  /// Writes what is pending in one transaction, which survives a loss of power once this returns.
  ///
  /// Without anything pending nothing is written.
  ///
  /// - Parameter input: The number of the last recorded input whose effects were appended.
  /// - Throws: ``JournalError/commitFailed(path:reason:)``. It is final: what was to be committed may be on
  ///   the disk or not, and every further call throws the same. The process has to stop.
  public func commit(through input: Int64) throws(JournalError) {
    try desk.withLock { (desk) throws(JournalError) in try commit(&desk, through: input) }
  }

  private func commit(_ desk: inout Desk, through input: Int64) throws(JournalError) {
    if let failure = desk.failure { throw failure }
    guard let last = desk.pending.rows.last, let first = desk.pending.rows.first else { return }
    let commit = JournalCommit(
      number: desk.number + 1, first: first.sequence, last: last.sequence,
      session: desk.pending.session, input: input, time: last.moment.time,
      rows: desk.pending.rows, after: desk.hash)
    do {
      let pending = desk.pending
      try queue.inDatabase { database in
        try JournalInsertion.insert(pending, commit, into: database)
      }
    } catch {
      let failure = JournalError.commitFailed(
        path: file,
        reason: (error as? DatabaseError).map { JournalError.sentence(of: $0) } ?? "\(error)")
      desk.failure = failure
      desk.pending.clear()
      keepOpen()
      throw failure
    }
    desk.pending.clear()
    desk.hash = commit.hash
    desk.number = commit.number
    desk.input = input
    desk.waitingSince = nil
  }

  /// Keeps the connection open until the process ends.
  ///
  /// Closing it would sync once more, which may succeed though what failed is lost, and would then remove the
  /// log from which the next start can still read what was committed.
  private func keepOpen() { _ = Unmanaged.passRetained(queue) }

  // MARK: Upkeep

  /// Gives up the room kept for the last records of a full disk.
  public func releaseReserve() throws(JournalError) {
    try JournalFolder.remove(JournalFolder.reserve(in: folder))
  }

  /// Forgets the bytes of old snapshots; that they were taken stays known.
  ///
  /// - Parameter count: How many of each session are kept, the newest ones.
  /// - Throws: ``JournalError``.
  public func forgetSnapshots(keeping count: Int) throws(JournalError) {
    let path = file
    try desk.withLock { (desk) throws(JournalError) in
      if let failure = desk.failure { throw failure }
      try Self.access(queue, path) { (database) throws(JournalError) in
        try SnapshotUpkeep.forget(keeping: count, in: database, path)
      }
    }
  }

  /// Moves what is committed from the log into the file; the log begins again at its start.
  ///
  /// SQLite does this by itself every thousand pages; a session may call it while nothing else is to be done.
  public func checkpoint() throws(JournalError) {
    let path = file
    try JournalError.wrap(path, "checkpoint") {
      try queue.inDatabase { database in _ = try database.checkpoint(.passive) }
    }
  }

  /// Closes the file and gives the account back; what is pending is not written.
  ///
  /// After a failed commit the file stays open until the process ends, and the account is given back alone.
  ///
  /// - Throws: ``JournalError``; the account is given back all the same.
  public func close() throws(JournalError) {
    let path = file
    defer { lock.release() }
    let hasFailed = desk.withLock { desk in
      let hasFailed = desk.failure != nil
      desk.pending.clear()
      desk.failure = desk.failure ?? .refused(path: path, reason: "the journal is closed")
      return hasFailed
    }
    guard !hasFailed else { return }
    try JournalError.wrap(path, "close the journal") { try queue.close() }
  }

  /// Does something with the database.
  static func access<Result>(
    _ queue: DatabaseQueue, _ path: String,
    _ body: (Database) throws(JournalError) -> Result
  ) throws(JournalError) -> Result {
    try JournalError.wrap(path, "read the journal") {
      try queue.inDatabase { database in try body(database) }
    }
  }
}

/// How much of a session may wait for its commit: what an outage can lose of what nobody was told.
public struct CommitPolicy: Equatable, Sendable {
  /// Rows at most.
  public var entries: Int
  /// Nanoseconds at most.
  public var nanoseconds: Int64

  /// Every event by itself.
  public static let each = CommitPolicy(entries: 1, nanoseconds: 0)
  /// On paper: a fifth of a second, or 512 rows.
  public static let paper = CommitPolicy(entries: 512, nanoseconds: 200_000_000)

  /// A policy.
  public init(entries: Int, nanoseconds: Int64) {
    self.entries = entries
    self.nanoseconds = nanoseconds
  }

  /// Whether so many rows, of which the first waited so long, are to be committed.
  public func isDue(entries: Int, waited: Int64) -> Bool {
    entries >= self.entries || waited >= nanoseconds
  }
}
