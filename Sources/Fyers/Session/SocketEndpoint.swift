/// The address of a WebSocket: TLS to the broker, or plain to this machine, and nothing else.
public struct SocketEndpoint: Sendable, Equatable, CustomStringConvertible {
  /// The host: a name of the broker, or a loopback address.
  public let host: String
  /// The port.
  public let port: Int
  /// The path with its leading slash; may carry a query, which is not shown.
  public let path: String
  /// Whether the connection is encrypted and the server's certificate verified.
  public let isSecure: Bool

  init(host: String, port: Int, path: String, isSecure: Bool) {
    self.host = host
    self.port = port
    self.path = path
    self.isSecure = isSecure
  }

  static func production(host: String, path: String) -> SocketEndpoint {
    SocketEndpoint(host: host, port: 443, path: path, isSecure: true)
  }

  /// Reads `scheme://HOST:PORT[/path]` of this machine; nil for anything else.
  ///
  /// `localhost` is taken as 127.0.0.1 without asking a resolver. User names, other hosts and
  /// missing ports are refused.
  init?(loopback url: String, scheme: String) {
    guard let parts = Self.parts(url, scheme: scheme) else { return nil }
    let portText: Substring
    if parts.authority.hasPrefix("127.0.0.1:") {
      host = "127.0.0.1"
      portText = parts.authority.dropFirst(10)
    } else if parts.authority.hasPrefix("localhost:") {
      host = "127.0.0.1"
      portText = parts.authority.dropFirst(10)
    } else if parts.authority.hasPrefix("[::1]:") {
      host = "::1"
      portText = parts.authority.dropFirst(6)
    } else {
      return nil
    }
    guard let port = Self.port(portText) else { return nil }
    self.port = port
    path = parts.path
    isSecure = false
  }

  /// Reads `wss://NAME.fyers.in[:PORT]/path`; nil for anything else.
  init?(brokerURL url: String) {
    guard let parts = Self.parts(url, scheme: "wss") else { return nil }
    let pieces = parts.authority.split(separator: ":", omittingEmptySubsequences: false)
    guard pieces.count <= 2, pieces[0].hasSuffix(".fyers.in"),
      pieces[0].utf8.allSatisfy(Self.isHostByte),
      let port = pieces.count == 2 ? Self.port(pieces[1]) : 443
    else { return nil }
    host = String(pieces[0])
    self.port = port
    path = parts.path
    isSecure = true
  }

  /// The same server with another path.
  func with(path: String) -> SocketEndpoint {
    SocketEndpoint(host: host, port: port, path: path, isSecure: isSecure)
  }

  /// Host and port, the host in brackets when it is an IPv6 address.
  public var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// The value of the `Host` header: without the port where it is the scheme's own.
  var hostHeader: String { isSecure && port == 443 ? host : authority }

  /// The URL without its query.
  public var description: String {
    "\(isSecure ? "wss" : "ws")://\(authority)\(path.prefix { $0 != "?" })"
  }

  private static func parts(
    _ url: String, scheme: String
  ) -> (authority: Substring, path: String)? {
    guard url.hasPrefix(scheme + "://"), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      return nil
    }
    let rest = url.dropFirst(scheme.count + 3)
    guard !rest.contains("@"), !rest.contains("\\"), !rest.contains("#") else { return nil }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let path = String(rest.dropFirst(authority.count))
    guard path.isEmpty || path.hasPrefix("/") else { return nil }
    return (authority, path.isEmpty ? "/" : path)
  }

  private static func port(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text),
      (1...65_535).contains(port)
    else { return nil }
    return port
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }
}
