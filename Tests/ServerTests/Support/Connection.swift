import Glibc

/// A blocking connection to a server on this machine; for a thread of its own.
final class Connection {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private let socket: Int32
  private var unread: [UInt8] = []

  init(port: Int, receiveBuffer: Int32? = nil) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A test that hangs is worse than one that fails.
    var timeout = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(
      socket, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    if var size = receiveBuffer {
      setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(description: "connect: errno \(errno)") }
  }

  deinit { close(socket) }

  /// Sends bytes; false when the server has closed.
  @discardableResult
  func send(_ bytes: some Collection<UInt8>) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(text.utf8) }

  /// Reads more; false at the end or when the connection was reset.
  private func fill() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var count = recv(socket, &buffer, buffer.count, 0)
    // A process that was stopped and goes on has its waits with a limit interrupted.
    while count < 0, errno == EINTR { count = recv(socket, &buffer, buffer.count, 0) }
    if count < 0 {
      guard errno == ECONNRESET || errno == EPIPE else {
        throw Failure(description: "recv: errno \(errno)")
      }
      return false
    }
    unread += buffer.prefix(count)
    return count > 0
  }

  /// Reads up to and with a mark; nil at the end.
  func read(through mark: String) throws -> String? {
    let mark = Array(mark.utf8)
    var searched = 0
    while true {
      if let end = Self.end(of: mark, in: unread, from: searched) {
        defer { unread.removeFirst(end) }
        return String(decoding: unread.prefix(end), as: UTF8.self)
      }
      searched = max(0, unread.count - mark.count)
      guard try fill() else { return nil }
    }
  }

  private static func end(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count - start >= mark.count else { return nil }
    return bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      var index = start
      while index + mark.count <= bytes.count,
        let found = memchr(base + index, Int32(mark[0]), bytes.count - mark.count - index + 1)
      {
        if memcmp(found, mark, mark.count) == 0 {
          return UnsafeRawPointer(found) - base + mark.count
        }
        index = UnsafeRawPointer(found) - base + 1
      }
      return nil
    }
  }

  /// Reads one answer; nil when the server closes instead.
  func answer(toHead: Bool = false) throws -> Answer? {
    guard let head = try read(through: "\r\n\r\n") else { return nil }
    var answer = try Answer(head: head)
    if answer.status == 100 { return try self.answer(toHead: toHead) }
    let length = toHead ? 0 : Int(answer.headers["content-length"] ?? "0") ?? 0
    while unread.count < length {
      guard try fill() else { return nil }
    }
    answer.body = String(decoding: unread.prefix(length), as: UTF8.self)
    unread.removeFirst(length)
    return answer
  }

  /// Whether the server closes, having sent nothing more.
  func isClosed() throws -> Bool { try unread.isEmpty && !fill() }

  /// Reads and drops everything up to the end.
  func drain() throws {
    while try fill() { unread.removeAll(keepingCapacity: true) }
  }
}
