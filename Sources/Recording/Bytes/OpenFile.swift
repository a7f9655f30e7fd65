import Glibc

/// A file open for reading; closed when it is released.
final class OpenFile: ByteProducer {
  /// The file as it was named by the user; `-` is standard input.
  let name: String
  /// The size of a regular file that has one; nil for pipes and the like.
  let size: Int?
  /// Whether it is a regular file.
  let isRegular: Bool

  private let descriptor: Int32
  private var peeked: [UInt8] = []
  private var consumed = 0

  /// Opens a file for reading.
  ///
  /// - Parameter name: A path, or `-` for standard input.
  /// - Throws: An input/output error when there is no such file, when it may not be read, or when it
  ///   is a directory or something else (``ReadableFile``).
  init(_ name: String) throws(RecordingError) {
    if name == "-" {
      descriptor = STDIN_FILENO
    } else {
      do throws(ReadableFile.Failure) {
        descriptor = try ReadableFile.open(name)
      } catch {
        throw Self.unreadable(name, error.words)
      }
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Self.unreadable(name, SystemMessage.of(errno))
    }
    self.name = name
    isRegular = status.st_mode & S_IFMT == S_IFREG
    // Some file systems (procfs) give 0 for files that have content: those are streamed.
    self.size = isRegular && status.st_size > 0 ? Int(status.st_size) : nil
  }

  /// Whether a path names a regular file: looking into it takes nothing from a later reader.
  static func canBeReadAgain(_ name: String) -> Bool {
    var status = stat()
    return name != "-" && stat(name, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

  /// The first bytes of the file, at most this many, without consuming them.
  func peek(_ count: Int) throws(RecordingError) -> [UInt8] {
    precondition(consumed == 0, "only the beginning can be looked at")
    while peeked.count < count {
      var block = [UInt8](repeating: 0, count: count - peeked.count)
      let got = try readDescriptor(into: &block)
      guard got > 0 else { break }
      peeked += block[..<got]
    }
    return peeked
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int {
    guard peeked.isEmpty else {
      let count = min(peeked.count, buffer.count)
      buffer.copyBytes(from: peeked[..<count])
      peeked.removeFirst(count)
      consumed += count
      return count
    }
    let count = glibcRead(descriptor, buffer.baseAddress, buffer.count)
    guard count >= 0 else { throw Self.unreadable(name, SystemMessage.of(errno)) }
    consumed += count
    return count
  }

  var progress: TickReadProgress { TickReadProgress(consumed: consumed, total: size) }

  /// Maps the whole file.
  ///
  /// - Returns: The bytes; nil when the file has no size or cannot be mapped.
  func map() -> MappedBytes? {
    // Standard input may be a regular file somebody has begun to read.
    guard let size, consumed == 0, lseek(descriptor, 0, SEEK_CUR) == peeked.count else {
      return nil
    }
    return MappedBytes(descriptor: descriptor, count: size)
  }

  private func readDescriptor(into block: inout [UInt8]) throws(RecordingError) -> Int {
    let count = block.withUnsafeMutableBytes { glibcRead(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw Self.unreadable(name, SystemMessage.of(errno)) }
    return count
  }

  private static func unreadable(_ name: String, _ found: String) -> RecordingError {
    RecordingError(.inputOutput, file: name, expected: "a readable file", found: found)
  }
}

/// `read(2)`, again when a signal interrupts it.
private func glibcRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int)
  -> Int
{
  while true {
    let result = read(descriptor, buffer, count)
    if result >= 0 || errno != EINTR { return result }
  }
}

/// A stream of bytes that is read in large blocks.
protocol ByteProducer: AnyObject {
  /// Reads some bytes; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int

  /// Bytes of the file consumed so far, and their number when it is known.
  var progress: TickReadProgress { get }
}
