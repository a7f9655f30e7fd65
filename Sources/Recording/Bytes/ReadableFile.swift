import Glibc

/// Opening what is to be read as a file, without waiting for anybody.
///
/// A FIFO, a socket or a device that lies where a file is expected is refused at once: a FIFO would
/// wait for a writer, perhaps for ever. Names of files that are open already (`/dev/stdin`,
/// `/dev/fd/63` of a shell's `<(…)`) are taken whatever they are: somebody meant them.
package enum ReadableFile {
  /// Why something cannot be read as a file.
  package enum Failure: Error {
    /// The system's error number.
    case system(Int32)
    /// It is something else; what, in words with their article.
    case kind(String)

    /// The sentence's end: `no such file or directory`, `a FIFO`.
    package var words: String {
      switch self {
      case .system(let code): SystemMessage.of(code)
      case .kind(let words): words
      }
    }
  }

  /// Opens a file for reading.
  ///
  /// - Parameters:
  ///   - path: Its path.
  ///   - flags: Flags of `open(2)` beyond those for reading.
  /// - Returns: The descriptor, which is the caller's to close.
  /// - Throws: Why it cannot be read.
  package static func open(_ path: String, flags: Int32 = 0) throws(Failure) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags)
    guard descriptor >= 0 else {
      let code = errno
      // The system's words for a socket are "no such device or address".
      if let other = kind(of: path) { throw .kind(other) }
      throw .system(code)
    }
    do throws(Failure) {
      try check(descriptor, path)
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private static func check(_ descriptor: Int32, _ path: String) throws(Failure) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .kind("a directory") }
    guard let other = words(for: status.st_mode) else { return }
    guard isNameOfOpenFile(path) else { throw .kind(other) }
    // From here on it is read as what it is, with its waits.
    let flags = fcntl(descriptor, F_GETFL)
    guard flags >= 0, fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) == 0 else {
      throw .system(errno)
    }
  }

  /// What lies at a path, when it is neither a file nor a directory; nil when it is, or when there is
  /// nothing.
  private static func kind(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return words(for: status.st_mode)
  }

  /// What a file of a mode is, when it is neither a plain file nor a directory.
  static func words(for mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG, S_IFDIR: nil
    case S_IFIFO: "a FIFO"
    case S_IFSOCK: "a socket"
    case S_IFCHR, S_IFBLK: "a device"
    default: "no file"
    }
  }

  private static func isNameOfOpenFile(_ path: String) -> Bool {
    path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
  }
}
