import Glibc

/// Files that only their owner may read.
enum PrivateFile {
  /// Why a file could not be used.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    /// A failure of a system call, with the system's own words.
    init(_ path: String, _ verb: String, code: Int32) {
      description = "\(path): cannot \(verb): \(String(cString: strerror(code)))"
    }

    init(_ description: String) { self.description = description }
  }

  /// Writes bytes to a file of mode 0600: whole, or not at all.
  ///
  /// The folder is made with mode 0700 when it is missing.
  static func write(_ bytes: [UInt8], to path: String, folder: String) throws(Failure) {
    try makeFolder(folder)
    let temporary = "\(path).\(getpid()).new"
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Failure(temporary, "create", code: errno) }
    var failure = writeAll(bytes, to: file)
    if failure == 0, fchmod(file, 0o600) != 0 { failure = errno }
    if failure == 0, fsync(file) != 0 { failure = errno }
    if close(file) != 0, failure == 0 { failure = errno }
    if failure == 0, rename(temporary, path) != 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw Failure(path, "write", code: failure)
    }
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Int32 {
    var offset = 0
    while offset < bytes.count {
      let count = bytes[offset...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      offset += count
    }
    return 0
  }

  /// Makes a folder and the folders above it, for the owner only.
  static func makeFolder(_ folder: String) throws(Failure) {
    guard access(folder, F_OK) != 0 else { return }
    if let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
      try makeFolder(String(folder[..<slash]))
    }
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw Failure(folder, "make the folder", code: errno)
    }
  }

  /// Reads a file that only its owner may read, or at least only its owner write; nil when there is
  /// none.
  static func read(
    _ path: String, limit: Int, mayBeReadByOthers: Bool = false
  ) throws(Failure) -> [UInt8]? {
    // A FIFO would wait for a writer, perhaps for ever.
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw Failure(path, "open", code: errno)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Failure(path, "look at", code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure("\(path): expected a plain file, found something else; remove it")
    }
    let isOpen = status.st_mode & (mayBeReadByOthers ? 0o022 : 0o077) != 0
    guard !isOpen else {
      let others = mayBeReadByOthers ? "write" : "read"
      throw Failure("\(path): expected a file of mode 0600, others may \(others) it; chmod 600 it")
    }
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      let piece = [UInt8](unsafeUninitializedCapacity: 16 << 10) { buffer, count in
        count = max(0, Glibc.read(file, buffer.baseAddress, buffer.count))
      }
      if piece.isEmpty { return bytes }
      bytes += piece
    }
    throw Failure("\(path): expected at most \(limit) bytes, was larger")
  }

  /// A mark that changes when the file is replaced; nil when there is none.
  static func mark(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return "\(status.st_ino)-\(status.st_mtim.tv_sec)-\(status.st_mtim.tv_nsec)"
  }
}
