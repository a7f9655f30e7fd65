import Glibc

/// A file open for writing at its end; what could not be written whole is taken back.
struct OutputFile: ~Copyable {
  /// The file as it was named by the user; `-` is standard output.
  let name: String
  /// Bytes written so far, with those there were.
  private(set) var size: Int

  private let descriptor: Int32
  private let isRegular: Bool

  /// How an existing file is met.
  enum Existing {
    /// It is an error.
    case refuse
    /// It is emptied.
    case replace
    /// Writing goes on behind its first bytes, the rest is cut.
    case keep(bytes: Int)
  }

  /// Opens a file for writing and locks it against other writers.
  ///
  /// - Parameters:
  ///   - name: Its path, or `-` for standard output.
  ///   - existing: What to do when it exists.
  /// - Returns: The file.
  /// - Throws: Why it cannot be opened.
  static func open(_ name: String, existing: Existing) throws(RecordingError) -> OutputFile {
    guard name != "-" else { return OutputFile(name, STDOUT_FILENO, isRegular: false, size: 0) }
    let mode: Int32 =
      switch existing {
      case .refuse: O_CREAT | O_EXCL
      case .replace: O_CREAT
      case .keep: 0
      }
    // A FIFO would wait for a reader, perhaps for ever.
    let descriptor = Glibc.open(
      name, O_WRONLY | O_CLOEXEC | O_APPEND | O_NONBLOCK | mode, 0o644)
    guard descriptor >= 0 else {
      throw unwritable(name, errno == ENXIO ? "a FIFO or a socket" : SystemMessage.of(errno))
    }
    var status = stat()
    fstat(descriptor, &status)
    let kept: Int
    if case .keep(let bytes) = existing { kept = bytes } else { kept = 0 }
    let failure: String? =
      if let other = ReadableFile.words(for: status.st_mode) {
        other
      } else if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        "one that another program is writing"
      } else if ftruncate(descriptor, kept) != 0 {
        SystemMessage.of(errno)
      } else {
        nil
      }
    if let failure {
      close(descriptor)
      throw unwritable(name, failure)
    }
    return OutputFile(name, descriptor, isRegular: true, size: kept)
  }

  /// Whether its name still leads to it: nobody has removed it, or put something else in its place.
  var isInPlace: Bool {
    guard isRegular else { return true }
    var own = stat()
    var named = stat()
    return fstat(descriptor, &own) == 0 && stat(name, &named) == 0 && own.st_dev == named.st_dev
      && own.st_ino == named.st_ino
  }

  private init(_ name: String, _ descriptor: Int32, isRegular: Bool, size: Int) {
    self.name = name
    self.descriptor = descriptor
    self.isRegular = isRegular
    self.size = size
  }

  deinit { if descriptor != STDOUT_FILENO { close(descriptor) } }

  /// Writes bytes behind those that are there.
  ///
  /// - Throws: Why not all could be written; the file is as long as before then.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(RecordingError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = count == 0 ? "no room" : SystemMessage.of(errno)
        if isRegular { ftruncate(descriptor, size) }
        throw Self.unwritable(name, reason)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    size += bytes.count
  }

  /// Waits until what was written is on the disk.
  ///
  /// - Throws: Why it is not.
  func synchronize() throws(RecordingError) {
    guard isRegular else { return }
    guard fdatasync(descriptor) == 0 else {
      throw Self.unwritable(name, SystemMessage.of(errno))
    }
  }

  private static func unwritable(_ name: String, _ found: String) -> RecordingError {
    RecordingError(.inputOutput, file: name, expected: "a writable file", found: found)
  }
}
