import Glibc

/// A file that only takes up room, until the last records of a full disk need it.
enum ReserveFile {
  /// Its size.
  static let bytes: Int64 = 16_000_000

  /// Makes it, or what is missing of it.
  ///
  /// - Returns: Whether there was room.
  /// - Throws: ``JournalError/system(path:action:reason:)`` for anything but a full disk.
  static func make(_ path: String, bytes: Int64) throws(JournalError) -> Bool {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw JournalFolder.failure(path, "open") }
    defer { close(descriptor) }
    switch posix_fallocate(descriptor, 0, off_t(bytes)) {
    case 0: return true
    // Also the process's own limit of the size of files.
    case ENOSPC, EDQUOT, EFBIG:
      try JournalFolder.remove(path)
      return false
    case let code: throw JournalFolder.failure(path, "make room", code)
    }
  }
}
