/// Why a journal cannot be opened, read or written.
public enum JournalError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Another process holds the account; what it wrote into the lock, where it did.
  case inUse(path: String, process: Int64?, port: Int64?)
  /// The folder lies on a file system that other machines share.
  case networkFolder(path: String, kind: String)
  /// There is no journal.
  case missing(path: String)
  /// The file is something else.
  case foreign(path: String, found: String)
  /// A newer version of the program made it.
  case newer(path: String, version: Int64, known: Int64)
  /// What is in it contradicts itself.
  case damaged(path: String, finding: String)
  /// A setting that durability rests on does not hold.
  case setting(path: String, name: String, expected: String, found: String)
  /// The system refused something.
  case system(path: String, action: String, reason: String)
  /// SQLite refused something; nothing was written.
  case database(path: String, action: String, reason: String)
  /// A commit failed: what it held may be on the disk or not. It is final.
  case commitFailed(path: String, reason: String)
  /// Entries do not fit the session they were appended to.
  case refused(path: String, reason: String)

  /// Whether trying again later may help: exit code 75 rather than 74.
  public var isTemporary: Bool {
    if case .inUse = self { return true }
    return false
  }

  /// The sentence shown to people: what, expected and found, what to do.
  public var description: String {
    switch self {
    case .inUse(let path, let process, let port):
      "\(path): the account is in use"
        + (process.map { " by process \($0)" } ?? "") + (port.map { ", port \($0)" } ?? "")
        + "; stop that session first, or use another folder"
    case .networkFolder(let path, let kind):
      "\(path): expected a disk of this machine, found \(kind), on which a journal can lose "
        + "orders; choose another folder"
    case .missing(let path):
      "\(path): no journal here; use the data folder of an account"
    case .foreign(let path, let found):
      "\(path): expected a journal of Sauda, found \(found); take it away, or use another folder"
    case .newer(let path, let version, let known):
      "\(path): expected a journal of version \(known) or earlier, found version \(version); "
        + "use the newer sauda that wrote it"
    case .damaged(let path, let finding):
      "\(path): damaged: \(finding); keep the file, and restore a copy made with "
        + "`sauda journal backup`"
    case .setting(let path, let name, let expected, let found):
      "\(path): expected \(name) = \(expected), found \(found); the journal would not outlive a "
        + "loss of power, so nothing is traded"
    case .system(let path, let action, let reason):
      "\(path): cannot \(action): \(reason)"
    case .database(let path, let action, let reason):
      "\(path): cannot \(action): \(reason)"
    case .commitFailed(let path, let reason):
      "\(path): a commit failed: \(reason); whether it reached the disk is unknown, so the "
        + "session stops; make sure the disk has room and is sound, then start again"
    case .refused(let path, let reason):
      "\(path): \(reason)"
    }
  }
}
