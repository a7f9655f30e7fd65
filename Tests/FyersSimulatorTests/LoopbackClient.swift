import Glibc

/// A plain TCP client for tests: writes bytes, reads until it has seen enough.
final class LoopbackClient {
  private let file: Int32
  private var received: [UInt8] = []

  /// Connects to a port of this machine; reads give up after some seconds.
  init?(port: Int, seconds: Int = 5) {
    file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    guard status == 0 else { return nil }
  }

  deinit { close(file) }

  /// Sends bytes.
  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Sends a masked binary WebSocket frame of less than 126 bytes.
  func send(frame: [UInt8]) { send([0x82, 0x80 | UInt8(frame.count), 0, 0, 0, 0] + frame) }

  /// Reads until `isEnough`; false at the end of the stream or when nothing comes any more.
  func read(until isEnough: ([UInt8]) -> Bool) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !isEnough(received) {
      let count = recv(file, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      received += buffer[0..<count]
    }
    return true
  }

  /// Whether the server has closed, after reading all there was.
  func isClosed() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(file, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      if count == 0 || (count < 0 && errno == ECONNRESET) { return true }
      if count < 0 { return false }
    }
  }

  /// Sends an HTTP request; the first line of the answer.
  func request(_ lines: [String], body: [UInt8] = []) -> String {
    received = []
    send(Array((lines + ["", ""]).joined(separator: "\r\n").utf8) + body)
    let end = Array("\r\n\r\n".utf8)
    guard read(until: { Self.index(of: end, in: $0) != nil }) else { return "" }
    let head = String(decoding: received, as: UTF8.self)
    received = Array(received[((Self.index(of: end, in: received) ?? 0) + 4)...])
    return String(head.prefix { $0 != "\r\n" })
  }

  /// What has been read and not taken.
  var pending: [UInt8] { received }

  /// Forgets what has been read.
  func clear() { received = [] }

  private static func index(of part: [UInt8], in whole: [UInt8]) -> Int? {
    guard whole.count >= part.count else { return nil }
    return (0...(whole.count - part.count)).first {
      whole[$0..<($0 + part.count)].elementsEqual(part)
    }
  }
}
