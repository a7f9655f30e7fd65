import Foundation
import GRDB
import Market
import Money

/// What a look over a journal found: where it ends, when all is well.
public struct JournalAudit: Equatable, Sendable {
  /// Commits that were looked at.
  public private(set) var commits: Int64 = 0
  /// Entries that were looked at.
  public private(set) var entries: Int64 = 0
  /// The number of the last commit; 0 without one.
  public private(set) var lastCommit: Int64 = 0
  /// The number of the last entry; 0 without one.
  public private(set) var lastEntry: Int64 = 0
  /// The end of the chain.
  public private(set) var lastHash: [UInt8]

  /// The end of the chain as 64 hexadecimal digits: who keeps it elsewhere can tell later whether what came
  /// before was changed.
  public var lastHashText: String { Digest.text(lastHash) }

  /// Looks over the journal of a folder, or a copy of one, also beside its writer.
  ///
  /// - Throws: ``JournalError/damaged(path:finding:)`` at the first contradiction, or why it cannot be read.
  public static func inspect(_ folder: String) throws(JournalError) -> JournalAudit {
    let reader = try JournalReader(at: folder)
    return try inspect(
      reader.queue, path: reader.path, account: try reader.account(), only: nil)
  }

  /// Looks over a database: some of the last commits, or all of them and also the file itself, what is kept
  /// by hash, and the books.
  static func inspect(
    _ queue: DatabaseQueue, path: String, account: JournalAccount, only count: Int64?
  ) throws(JournalError) -> JournalAudit {
    try JournalError.wrap(path, "check the journal") {
      try queue.inDatabase { database in
        var result = JournalAudit(lastHash: account.seed)
        // One transaction: what a writer commits meanwhile is not half seen.
        try database.inTransaction(.deferred) {
          if count == nil { try checkPages(database, path) }
          try result.follow(database, path, only: count)
          if count == nil { try ContentCheck.check(database, path) }
          return .commit
        }
        return result
      }
    }
  }

  private init(lastHash: [UInt8]) { self.lastHash = lastHash }

  private static func checkPages(_ database: Database, _ path: String) throws(any Error) {
    let lines = try String.fetchAll(database, sql: "PRAGMA integrity_check(3)")
    guard lines == ["ok"] else {
      throw JournalError.damaged(path: path, finding: lines.joined(separator: "; "))
    }
  }

  /// Follows the chain from its start, or through the last commits.
  private mutating func follow(
    _ database: Database, _ path: String, only count: Int64?
  ) throws(any Error) {
    let newest = try Int64.fetchOne(database, sql: "SELECT max(number) FROM commits") ?? 0
    let start = count.map { max(1, newest - $0 + 1) } ?? 1
    if start > 1 { try begin(before: start, database, path) }
    let entries = try EntryCursor(database, from: lastEntry + 1, path)
    var books = BookCheck()
    let commits = try Row.fetchCursor(
      database,
      sql: "SELECT \(JournalCommit.columns.joined(separator: ", ")) FROM commits "
        + "WHERE number >= ? ORDER BY number", arguments: [start])
    while let row = try commits.next() {
      let commit = try JournalCommit(row, path)
      guard commit.number == lastCommit + 1 else {
        throw JournalError.damaged(
          path: path,
          finding: "expected commit \(lastCommit + 1), found \(commit.number)")
      }
      guard commit.first == lastEntry + 1, commit.last >= lastEntry else {
        throw JournalError.damaged(
          path: path,
          finding: "commit \(commit.number): expected it to begin with entry \(lastEntry + 1), "
            + "found entries \(commit.first) to \(commit.last)")
      }
      let rows = try entries.rows(of: commit)
      let expected = JournalCommit(
        number: commit.number, first: commit.first, last: commit.last, session: commit.session,
        input: commit.input, time: commit.time, rows: rows, after: lastHash)
      guard expected.hash == commit.hash else {
        throw JournalError.damaged(
          path: path,
          finding: "commit \(commit.number), entries \(commit.first) to \(commit.last): its hash "
            + "is \(Digest.brief(commit.hash)), what it holds has \(Digest.brief(expected.hash)); "
            + "an entry was changed after it was written")
      }
      if count == nil { for row in rows { try books.take(row, path) } }
      take(commit)
    }
    try entries.expectEnd()
  }

  private mutating func take(_ commit: JournalCommit) {
    commits += 1
    entries += commit.last - commit.first + 1
    (lastCommit, lastEntry, lastHash) = (commit.number, commit.last, commit.hash)
  }

  /// Takes the word of the commit before the first that is looked at.
  private mutating func begin(
    before start: Int64, _ database: Database, _ path: String
  ) throws(any Error) {
    let row = try Row.fetchOne(
      database,
      sql: "SELECT \(JournalCommit.columns.joined(separator: ", ")) FROM commits "
        + "WHERE number = ?", arguments: [start - 1])
    guard let row else {
      throw JournalError.damaged(
        path: path, finding: "expected commit \(start - 1), found none")
    }
    let commit = try JournalCommit(row, path)
    guard (0..<Int64.max).contains(commit.last) else {
      throw JournalError.damaged(
        path: path, finding: "commit \(commit.number): it ends with entry \(commit.last)")
    }
    (lastCommit, lastEntry, lastHash) = (commit.number, commit.last, commit.hash)
  }
}

extension JournalCommit {
  /// A commit as its row has it.
  init(_ row: Row, _ path: String) throws(JournalError) {
    var numbers: [Int64] = []
    for place in 0..<6 {
      guard case .int64(let number) = (row[place] as DatabaseValue).storage else {
        throw .damaged(path: path, finding: "a commit without its numbers")
      }
      numbers.append(number)
    }
    guard case .blob(let hash) = (row[6] as DatabaseValue).storage else {
      throw .damaged(path: path, finding: "commit \(numbers[0]): it has no hash")
    }
    self.init(
      number: numbers[0], first: numbers[1], last: numbers[2], session: numbers[3],
      input: numbers[4], time: EventTime(nanoseconds: numbers[5]), hash: [UInt8](hash))
  }
}
