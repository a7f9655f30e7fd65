import Glibc
import Recording
import Reporting

/// This machine's disk.
struct SystemDisk: SessionDisk {
  func makeFolder(_ path: String) throws(DiskError) {
    guard mkdir(path, 0o700) != 0 else { return }
    throw failure(path, .make)
  }

  func create(_ path: String) throws(DiskError) -> any SessionFile { try SystemFile(path) }

  func read(_ path: String, atMost limit: Int) throws(DiskError) -> [UInt8] {
    let descriptor: Int32
    do throws(ReadableFile.Failure) {
      descriptor = try ReadableFile.open(path)
    } catch {
      switch error {
      case .system(let code): throw failure(path, .open, code)
      case .kind(let words):
        throw DiskError(path: path, action: .open, reason: "expected a file, found \(words)")
      }
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= limit {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path, .read) }
      if count == 0 { break }
      bytes += buffer.prefix(count)
    }
    return Array(bytes.prefix(limit + 1))
  }

  func isPlainFile(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  func rename(_ path: String, to target: String) throws(DiskError) {
    guard Glibc.rename(path, target) == 0 else { throw failure(path, .rename) }
  }

  func list(_ folder: String) throws(DiskError) -> [String] {
    guard let directory = opendir(folder) else { throw failure(folder, .list) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  func size(of path: String) throws(DiskError) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path, .look) }
    return Int(status.st_size)
  }

  func recording(_ path: String, _ registry: SymbolRegistry) throws(RecordingError)
    -> RecordingReader
  { try RecordingReader(path, registry: registry) }

  func lock(_ path: String) throws(DiskError) -> (any FileLock)? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(path, .open) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return SystemLock(descriptor) }
    let code = errno
    close(descriptor)
    guard code == EWOULDBLOCK else { throw failure(path, .open, code) }
    return nil
  }

  /// What the last system call says went wrong.
  private func failure(
    _ path: String, _ action: DiskError.Action, _ code: Int32 = errno
  ) -> DiskError {
    DiskError(
      path: path, action: action, reason: SystemErrorText.sentence(of: code),
      isAlreadyThere: code == EEXIST)
  }
}

/// A file that this process alone has; the system takes that back when the process ends, however it does.
private final class SystemLock: FileLock {
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    // A process that is just being started has the open file too, until its program begins.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  func say(_ text: String) {
    ftruncate(descriptor, 0)
    var text = text
    _ = text.withUTF8 { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }
}

/// A file of this machine's disk, locked against other writers.
private final class SystemFile: SessionFile {
  private let path: String
  private let file: RecordingFile

  init(_ path: String) throws(DiskError) {
    self.path = path
    do throws(RecordingError) {
      file = try RecordingFile(creating: path)
    } catch {
      throw Self.failure(path, .open, error)
    }
  }

  var size: Int { file.size }

  var isInPlace: Bool { file.isInPlace }

  func append(_ bytes: UnsafeRawBufferPointer) throws(DiskError) {
    do throws(RecordingError) {
      try file.write(bytes)
    } catch {
      throw Self.failure(path, .write, error)
    }
  }

  func synchronize() throws(DiskError) {
    do throws(RecordingError) {
      try file.synchronize()
    } catch {
      throw Self.failure(path, .synchronize, error)
    }
  }

  private static func failure(
    _ path: String, _ action: DiskError.Action, _ error: RecordingError
  ) -> DiskError {
    DiskError(
      path: path, action: action,
      reason: error.found.prefix(1).uppercased() + error.found.dropFirst())
  }
}
