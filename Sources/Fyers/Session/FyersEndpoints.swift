/// Where the broker is: its own hosts, or one simulator on this machine.
///
/// Anything else is refused: a token must never travel to another host.
public struct FyersEndpoints: Sendable, Equatable {
  /// Root of account, orders and login.
  public let trading: String
  /// Root of market data.
  public let data: String
  /// Root of the public files (`/sym_details/...`).
  public let publicFiles: String
  /// Root of the depth socket's address lookup.
  public let indus: String
  /// The data socket.
  public let dataSocket: SocketEndpoint
  /// The order socket.
  public let orderSocket: SocketEndpoint
  /// The JSON quote socket of the guide; its address is documented nowhere and is an assumption.
  public let quoteSocket: SocketEndpoint
  /// The depth socket, when the lookup gives no address.
  public let depthSocket: SocketEndpoint
  /// Whether this is a simulator on this machine.
  public let isLoopback: Bool

  /// The broker's own hosts (FYERS.md, section 1).
  public static let production = FyersEndpoints(
    trading: "https://api-t1.fyers.in/api/v3", data: "https://api-t1.fyers.in/data",
    publicFiles: "https://public.fyers.in", indus: "https://api-t1.fyers.in/indus",
    dataSocket: .production(host: "socket.fyers.in", path: "/hsm/v1-5/prod"),
    orderSocket: .production(host: "socket.fyers.in", path: "/trade/v3"),
    quoteSocket: .production(host: "socket.fyers.in", path: "/quotes"),
    depthSocket: .production(host: "rtsocket-api.fyers.in", path: "/versova"),
    isLoopback: false)

  private init(
    trading: String, data: String, publicFiles: String, indus: String, dataSocket: SocketEndpoint,
    orderSocket: SocketEndpoint, quoteSocket: SocketEndpoint, depthSocket: SocketEndpoint,
    isLoopback: Bool
  ) {
    self.trading = trading
    self.data = data
    self.publicFiles = publicFiles
    self.indus = indus
    self.dataSocket = dataSocket
    self.orderSocket = orderSocket
    self.quoteSocket = quoteSocket
    self.depthSocket = depthSocket
    self.isLoopback = isLoopback
  }

  /// Everything on one simulator of this machine.
  ///
  /// - Parameter loopbackURL: `http://127.0.0.1:9000`, also with `localhost` or `[::1]`, and with
  ///   a trailing slash or `/api/v3`.
  /// - Throws: ``FyersError/invalidRequest(_:)`` for anything that is not plain HTTP to this
  ///   machine.
  public init(loopbackURL: String) throws(FyersError) {
    var text = loopbackURL[...]
    for ending in ["/", "/api/v3"] where text.hasSuffix(ending) {
      text = text.dropLast(ending.count)
    }
    guard let address = SocketEndpoint(loopback: String(text), scheme: "http") else {
      throw .invalidRequest(
        "--fyers-url: expected http://127.0.0.1:PORT (a simulator on this machine)")
    }
    let root = "http://\(address.authority)"
    self.init(
      trading: root + "/api/v3", data: root + "/data", publicFiles: root, indus: root + "/indus",
      dataSocket: address.with(path: "/hsm/v1-5/prod"),
      orderSocket: address.with(path: "/trade/v3"), quoteSocket: address.with(path: "/quotes"),
      depthSocket: address.with(path: "/versova"),
      isLoopback: true)
  }

  /// The root of a base, without a trailing slash.
  func address(of base: RestBase) -> String {
    switch base {
    case .trading: trading
    case .data: data
    case .publicFiles: publicFiles
    case .indus: indus
    }
  }

  /// The depth socket's address as the lookup told it; nil when it points anywhere but to the
  /// broker (or, for a simulator, to this machine).
  public func depthSocket(told url: String) -> SocketEndpoint? {
    if isLoopback { return SocketEndpoint(loopback: url, scheme: "ws") }
    return SocketEndpoint(brokerURL: url)
  }
}
