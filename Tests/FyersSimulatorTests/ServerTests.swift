import Testing

@testable import FyersSimulator

/// The header lines that ask for a WebSocket.
private let upgrade = [
  "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
]

@Suite("The listening server")
struct ServerTests {
  /// A running server and a token it accepts; `body` gets a port.
  private func serve(
    faults: [String] = [], _ body: (_ port: Int, _ token: String) throws -> Void
  ) throws {
    let exchange = try Fixture.exchange {
      $0.port = 0
      $0.speed = .times(1)
      $0.loops = true
      $0.faults = faults
    }
    let token = exchange.tokens.issueToken(at: SystemTime.wall)
    let server = try SimulatorServer(exchange)
    try body(server.port, token)
    try server.stop()
  }

  @Test(
    "a request gets its status",
    arguments: [
      (["GET / HTTP/1.1", "Host: 127.0.0.1"], "200"),
      (["GET / HTTP/1.1", "Host: evil.example"], "403"),
      (["GET / HTTP/1.1"], "403"),
      (["POST /drop HTTP/1.1", "Host: localhost", "Origin: https://evil.example"], "403"),
      (["POST /drop HTTP/1.1", "Host: localhost", "Origin: http://localhost:9000"], "200"),
      (["GET /nope HTTP/1.1", "Host: localhost"], "401"),
      (["GET /api/v3/profile HTTP/1.1", "Host: localhost", "Authorization: A:x.y.z"], "401"),
      (["GET /trade/v3 HTTP/1.1", "Host: localhost"] + upgrade, "403"),
      (["GET /versova HTTP/1.1", "Host: localhost"] + upgrade, "403"),
      (["GET /hsm/v1-5/other HTTP/1.1", "Host: localhost"] + upgrade, "404"),
      (["GET /hsm/v1-5/prod HTTP/1.1", "Host: localhost"] + upgrade, "101"),
      (["GET /hsm/v1-5/prod HTTP/1.1", "Host: evil.example"] + upgrade, "403"),
      (["GET /hsm/v1-5/prod HTTP/1.1", "Host: localhost"], "400"),
      (["GET /%zz HTTP/1.1", "Host: localhost"], "400"),
      (["nonsense"], "400"),
    ])
  func statuses(lines: [String], status: String) throws {
    try serve { port, _ in
      let client = try #require(LoopbackClient(port: port))
      #expect(client.request(lines).split(separator: " ").dropFirst().first ?? "" == status)
    }
  }

  @Test("a body has a bound")
  func largeBody() throws {
    try serve { port, _ in
      let client = try #require(LoopbackClient(port: port))
      let body = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
      let line = client.request(
        [
          "POST /data/symbol-token HTTP/1.1", "Host: localhost", "Content-Length: \(body.count)",
        ], body: body)
      #expect(line.contains("413"))
    }
  }

  @Test("an order socket answers ping, an open data socket is cut by a drop")
  func drop() throws {
    try serve { port, token in
      let orders = try #require(LoopbackClient(port: port))
      let line = orders.request(
        ["GET /trade/v3 HTTP/1.1", "Host: localhost", "Authorization: A:\(token)"] + upgrade)
      #expect(line.contains("101"))
      orders.send(frame: Array("ping".utf8))
      #expect(orders.read { $0.suffix(4).elementsEqual("pong".utf8) })
      let data = try #require(LoopbackClient(port: port))
      #expect(
        data.request(["GET /hsm/v1-5/prod HTTP/1.1", "Host: localhost"] + upgrade)
          .contains("101"))
      data.send(frame: [0, 1, 11])
      #expect(data.read { $0.suffix(3).elementsEqual([0, 1, 11]) })
      let control = try #require(LoopbackClient(port: port))
      #expect(control.request(["POST /drop HTTP/1.1", "Host: localhost"]).contains("200"))
      #expect(data.isClosed())
      orders.clear()
      orders.send(frame: Array("ping".utf8))
      #expect(orders.read { $0.suffix(4).elementsEqual("pong".utf8) })
    }
  }

  @Test("a half-open socket stays open and says nothing")
  func halfOpen() throws {
    try serve { port, _ in
      let data = try #require(LoopbackClient(port: port, seconds: 1))
      _ = data.request(["GET /hsm/v1-5/prod HTTP/1.1", "Host: localhost"] + upgrade)
      let control = try #require(LoopbackClient(port: port))
      #expect(
        control.request(["POST /control/half-open HTTP/1.1", "Host: localhost"]).contains("200"))
      data.send(frame: [0, 1, 11])
      #expect(!data.read { !$0.isEmpty })
      #expect(!data.isClosed())
    }
  }

  @Test("a data socket with an Authorization header is never answered")
  func mute() throws {
    try serve { port, token in
      let data = try #require(LoopbackClient(port: port, seconds: 1))
      let line = data.request(
        ["GET /hsm/v1-5/prod HTTP/1.1", "Host: localhost", "Authorization: A:\(token)"]
          + upgrade)
      #expect(line.contains("101"))
      data.send(frame: [0, 1, 11])
      #expect(!data.read { !$0.isEmpty })
    }
  }

  @Test("an address of another machine is refused")
  func foreign() throws {
    #expect(throws: SimulatorError.self) {
      try SimulatorServer(Fixture.exchange { $0.host = "0.0.0.0" })
    }
  }
}
