import Glibc

/// A loopback port at which nobody listens, for as long as this lives.
///
/// It is taken without listening: a port that was merely let go may belong to somebody else at once.
final class ClosedPort {
  /// The number.
  let number: UInt16
  private let descriptor: Int32

  /// Takes a port; nil when the system gives none.
  init?() {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { return nil }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isTaken = withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isTaken else {
      close(socket)
      return nil
    }
    number = UInt16(bigEndian: address.sin_port)
    descriptor = socket
  }

  deinit { close(descriptor) }
}
