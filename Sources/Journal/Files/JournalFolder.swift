import CJournal
import Glibc

/// The folder of an account: where its journal is, and what the system says about the place.
public enum JournalFolder {
  /// The journal's file in a folder.
  public static func file(in folder: String) -> String { folder + "/journal.sqlite" }

  /// The file whose lock says that a process has the account.
  public static func lock(in folder: String) -> String { folder + "/journal.lock" }

  /// Room kept for the last records of a full disk.
  public static func reserve(in folder: String) -> String { folder + "/journal.reserve" }

  /// Where a journal is made before it has its name.
  static func draft(in folder: String) -> String { folder + "/journal.sqlite.new" }

  /// What SQLite puts beside a database.
  static func companions(of file: String) -> [String] {
    [file + "-wal", file + "-shm", file + "-journal"]
  }

  /// Bytes that this process may still write in a folder.
  ///
  /// - Throws: ``JournalError/system(path:action:reason:)``.
  public static func freeBytes(in folder: String) throws(JournalError) -> Int64 {
    var facts = statvfs()
    guard statvfs(folder, &facts) == 0 else { throw failure(folder, "look for room") }
    let (bytes, overflow) = UInt64(facts.f_bavail).multipliedReportingOverflow(
      by: UInt64(facts.f_frsize))
    return overflow ? .max : Int64(clamping: bytes)
  }

  /// Makes a folder for its owner alone, unless it is there; the one it lies in must be there.
  static func make(_ folder: String) throws(JournalError) {
    guard mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
    throw failure(folder, "make the folder")
  }

  /// Refuses a folder on a file system that other machines share.
  ///
  /// Locks and shared memory, which SQLite's log needs, hold there for one machine at most. Without a kind the
  /// system is asked for it.
  static func refuseNetwork(_ folder: String, kind: UInt32? = nil) throws(JournalError) {
    var magic = kind ?? 0
    if kind == nil {
      let found = journal_file_system(folder)
      guard let number = UInt32(exactly: found) else {
        throw failure(folder, "look at the folder", Int32(truncatingIfNeeded: -found))
      }
      magic = number
    }
    if let name = sharedFileSystems.first(where: { $0.magic == magic })?.name {
      throw .networkFolder(path: folder, kind: name)
    }
  }

  /// The numbers of `statfs(2)` and of the kernel's `magic.h`.
  static let sharedFileSystems: [(magic: UInt32, name: String)] = [
    (0x6969, "NFS"), (0x517B, "SMB"), (0xFF53_4D42, "CIFS"), (0xFE53_4D42, "SMB"),
    (0x6573_5546, "FUSE (sshfs and the like)"), (0x0102_1997, "9P"), (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"), (0x7375_7245, "Coda"), (0x00C3_6400, "Ceph"), (0x564C, "NCP"),
    (0x0116_1970, "GFS2"), (0x7461_636F, "OCFS2"), (0x0BD0_0BD0, "Lustre"),
    (0x4750_4653, "GPFS"), (0x786F_4256, "a VirtualBox folder"), (0xBACB_ACBC, "a VMware folder"),
  ]

  /// Waits until the names in a folder survive a loss of power.
  static func synchronize(_ folder: String) throws(JournalError) {
    try synchronize(folder, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  /// Waits until a file survives a loss of power.
  static func synchronizeFile(_ path: String) throws(JournalError) {
    try synchronize(path, flags: O_RDONLY | O_CLOEXEC)
  }

  private static func synchronize(_ path: String, flags: Int32) throws(JournalError) {
    let descriptor = open(path, flags)
    guard descriptor >= 0 else { throw failure(path, "open") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(path, "synchronize") }
  }

  /// Whether something has a name; a link is not followed.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether a path leads to a folder.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Takes a file away, if it is there.
  static func remove(_ path: String) throws(JournalError) {
    guard unlink(path) != 0, errno != ENOENT else { return }
    throw failure(path, "remove")
  }

  /// The folder that a path lies in.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Gives a file another name.
  static func rename(_ path: String, to target: String) throws(JournalError) {
    guard Glibc.rename(path, target) == 0 else { throw failure(path, "rename to \(target)") }
  }

  /// What the last system call says went wrong.
  static func failure(_ path: String, _ action: String, _ code: Int32 = errno) -> JournalError {
    .system(path: path, action: action, reason: String(cString: strerror(code)))
  }
}
