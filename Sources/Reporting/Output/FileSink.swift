import Glibc

/// Writes to a file, or to an open descriptor such as standard output.
///
/// Nothing is buffered here: whoever renders hands over large pieces.
public final class FileSink: ByteSink {
  private let path: String
  private let descriptor: Int32
  private var isOpen: Bool
  private let ownsDescriptor: Bool

  /// A sink into a new file; an existing one is emptied.
  ///
  /// A FIFO that nobody reads is refused, not waited for.
  public init(path: String) throws(OutputError) {
    let opened = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard opened >= 0 else { throw OutputError(path: path, action: "open", code: errno) }
    let flags = fcntl(opened, F_GETFL)
    guard flags >= 0, fcntl(opened, F_SETFL, flags & ~O_NONBLOCK) == 0 else {
      let code = errno
      _ = Self.systemClose(opened)
      throw OutputError(path: path, action: "open", code: code)
    }
    self.path = path
    descriptor = opened
    isOpen = true
    ownsDescriptor = true
  }

  /// A sink into a descriptor that the caller keeps and closes; the name appears in errors.
  public init(descriptor: Int32, name: String) {
    path = name
    self.descriptor = descriptor
    isOpen = true
    ownsDescriptor = false
  }

  deinit { if isOpen, ownsDescriptor { _ = Self.systemClose(descriptor) } }

  /// Writes all of the bytes, however many calls it takes.
  public func write(_ bytes: [UInt8]) throws(OutputError) {
    var start = 0
    while start < bytes.count {
      let (written, code) = bytes.withUnsafeBytes { buffer in
        let rest = UnsafeRawBufferPointer(rebasing: buffer[start...])
        let result = Self.systemWrite(descriptor, rest)
        return (result, errno)
      }
      if written < 0 {
        if code == EINTR { continue }
        throw OutputError(path: path, action: "write", code: code)
      }
      start += written
    }
  }

  /// Closes a file that this sink opened; an error here means that data may be lost.
  public func close() throws(OutputError) {
    guard isOpen, ownsDescriptor else { return }
    isOpen = false
    guard Self.systemClose(descriptor) == 0 else {
      throw OutputError(path: path, action: "close", code: errno)
    }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    Glibc.write(descriptor, bytes.baseAddress, bytes.count)
  }

  private static func systemClose(_ descriptor: Int32) -> Int32 { Glibc.close(descriptor) }
}

/// The system's words for an error number.
public enum SystemErrorText {
  /// The sentence of an `errno`, such as `No space left on device`.
  public static func sentence(of code: Int32) -> String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
  }
}
