import CSupervisor
import Glibc

/// Calls about sockets that have a path instead of an address.
enum UnixSocket {
  /// Binds a socket to a path where nothing is yet, for its owner alone.
  ///
  /// - Returns: 0, or the system's error.
  static func bind(_ socket: Int32, to path: String) -> Int32 { unix_socket_bind(socket, path) }

  /// Connects a socket to the one that is bound to a path.
  ///
  /// - Returns: 0, or the system's error.
  static func connect(_ socket: Int32, to path: String) -> Int32 {
    unix_socket_connect(socket, path)
  }

  /// A socket that is not bound; below 0 when there is none.
  static func make() -> Int32 { unix_socket_make() }

  /// Limits how long reading, writing and connecting wait.
  static func limitWaits(of socket: Int32, nanoseconds: Int64) {
    let nanoseconds = max(nanoseconds, 1_000_000)
    var time = timeval(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_usec: Int(nanoseconds % 1_000_000_000 / 1_000))
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(socket, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  /// Writes all bytes; false when the other end does not take them.
  static func send(_ bytes: [UInt8], to socket: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}

/// What a path names, as far as it matters to sockets.
enum PathKind: Equatable {
  /// Nothing is there.
  case nothing
  /// A socket, with the number of its file.
  case socket(file: UInt64)
  /// Anything else, a link too.
  case other

  /// What is at a path; a link is not followed.
  init(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      self = errno == ENOENT ? .nothing : .other
      return
    }
    self = status.st_mode & S_IFMT == S_IFSOCK ? .socket(file: UInt64(status.st_ino)) : .other
  }
}
