public import Market
import Money

/// One transaction of the journal: which entries it holds, and the link of the chain.
public struct JournalCommit: Equatable, Sendable {
  /// Its number in the account, from 1.
  public let number: Int64
  /// The number of its first entry.
  public let first: Int64
  /// The number of its last entry; one less than the first when it holds none.
  public let last: Int64
  /// The session that made it.
  public let session: Int64
  /// The number of the last recorded input whose effects are in it.
  public let input: Int64
  /// The time of its last entry.
  public let time: EventTime
  /// SHA-256 over the hash of the commit before, these numbers, and the entries.
  public let hash: [UInt8]

  static let columns = ["number", "first", "last", "session", "input", "time", "hash"]

  /// The commit of some rows after the one that has the previous hash.
  init(
    number: Int64, first: Int64, last: Int64, session: Int64, input: Int64, time: EventTime,
    rows: [JournalRow], after previous: [UInt8]
  ) {
    self.number = number
    self.first = first
    self.last = last
    self.session = session
    self.input = input
    self.time = time
    var bytes = previous
    for value in [number, first, last, session, input, time.nanoseconds] {
      JournalRow.append(value, to: &bytes)
    }
    for row in rows { row.appendCanonical(to: &bytes) }
    hash = Digest.of(bytes)
  }

  /// A commit as it was read.
  init(
    number: Int64, first: Int64, last: Int64, session: Int64, input: Int64, time: EventTime,
    hash: [UInt8]
  ) {
    self.number = number
    self.first = first
    self.last = last
    self.session = session
    self.input = input
    self.time = time
    self.hash = hash
  }
}

extension JournalAccount {
  /// What the chain begins with.
  var seed: [UInt8] {
    var bytes = Array("sauda journal".utf8)
    JournalRow.append(name.utf8, to: &bytes)
    JournalRow.append(initialBalance.micros, to: &bytes)
    JournalRow.append(created.nanoseconds, to: &bytes)
    return Digest.of(bytes)
  }
}
