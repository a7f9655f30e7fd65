import Glibc
import Synchronization

/// The right to be the one engine of an account; the system takes it back when the process dies.
///
/// It is a lock on an open file, which nothing but the process itself keeps alive: programs that it
/// starts do not get the file.
final class AccountLock: Sendable {
  private let file: Mutex<Int32?>
  private let path: String

  /// Takes the lock of a folder.
  ///
  /// - Throws: ``JournalError/inUse(path:process:port:)`` when another has it, or
  ///   ``JournalError/system(path:action:reason:)``.
  init(in folder: String) throws(JournalError) {
    path = JournalFolder.lock(in: folder)
    let descriptor = try Self.take(path)
    file = Mutex(descriptor)
    do throws(JournalError) {
      try publish(port: nil)
    } catch {
      release()
      throw error
    }
  }

  deinit { release() }

  /// Gives the account back.
  ///
  /// Closing alone would not do it at once: a process that is just being started has the open file too, until
  /// its program begins.
  func release() {
    file.withLock { file in
      if let descriptor = file {
        flock(descriptor, LOCK_UN)
        close(descriptor)
      }
      file = nil
    }
  }

  /// Says who has the lock, for the message of whoever comes second.
  func publish(port: Int64?) throws(JournalError) {
    let bytes = Array("\(getpid())\(port.map { " \($0)" } ?? "")\n".utf8)
    let code: Int32 = file.withLock { file in
      guard let descriptor = file, ftruncate(descriptor, 0) == 0,
        pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
      else { return errno }
      return 0
    }
    guard code == 0 else { throw JournalFolder.failure(path, "write", code) }
  }

  private static func take(_ path: String) throws(JournalError) -> Int32 {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { throw JournalFolder.failure(path, "open") }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let code = errno
        defer { close(descriptor) }
        if code == EINTR { continue }
        guard code == EWOULDBLOCK else { throw JournalFolder.failure(path, "lock", code) }
        let (process, port) = holder(descriptor)
        throw .inUse(path: path, process: process, port: port)
      }
      // Somebody may have removed the file meanwhile: a lock on what has no name keeps nobody out.
      if isNamed(descriptor, path) { return descriptor }
      close(descriptor)
    }
  }

  private static func isNamed(_ descriptor: Int32, _ path: String) -> Bool {
    var (open, named) = (stat(), stat())
    return fstat(descriptor, &open) == 0 && lstat(path, &named) == 0
      && open.st_ino == named.st_ino && open.st_dev == named.st_dev
  }

  private static func holder(_ descriptor: Int32) -> (process: Int64?, port: Int64?) {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
    let words = String(decoding: bytes.prefix(count), as: UTF8.self)
      .split { $0 == " " || $0 == "\n" }
    return (words.first.flatMap { Int64($0) }, words.dropFirst().first.flatMap { Int64($0) })
  }
}
