import Testing

@testable import Server

@Suite("Limits")
struct LimitTests {
  @Test("a head that is too long is refused before it is read whole")
  func longHead() async throws {
    try await TestClient.run { client in
      let start = "GET /api/live-trading/health HTTP/1.1\r\nHost: 127.0.0.1:\(client.port)\r\n"
      for flood in [
        start + "X: " + String(repeating: "a", count: 1_000_000),
        start + String(repeating: "X: a\r\n", count: 100_000),
        start + String(repeating: "X: a\r\n", count: 101) + "\r\n",
        "GET /" + String(repeating: "a", count: 1_000_000),
        start + "X: " + String(repeating: "a", count: 8_192) + "\r\n\r\n",
      ] {
        let connection = try client.connect()
        connection.send(flood)
        #expect(try connection.answer()?.status == 431)
        try connection.drain()
      }
      let metrics = try client.get("/metrics").body
      #expect(metrics.contains("sauda_http_answers_total{status=\"431\"} 5\n"))
      let fits = start + "X: " + String(repeating: "a", count: 7_900) + "\r\n\r\n"
      #expect(try client.send(fits).status == 200)
    }
  }

  @Test("a body that is too long is refused, declared or not")
  func longBody() async throws {
    try await TestClient.run { client throws in
      let long = String(repeating: " ", count: 65_537)
      #expect(try client.send(client.request("POST", "/buy", body: long)).status == 413)
      let chunked = client.request(
        "POST", "/buy", headers: ["Content-Type: application/json", "Transfer-Encoding: chunked"])
      let piece = "1000\r\n" + String(repeating: " ", count: 4_096) + "\r\n"
      #expect(try client.send(chunked + String(repeating: piece, count: 17)).status == 413)
      let whole = client.request("POST", "/buy", body: String(repeating: " ", count: 65_534) + "{}")
      #expect(try client.send(whole).status == 400)
      let pieces = chunked + "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
      #expect(try client.send(pieces).code == "BAD_REQUEST")
      #expect(client.session.now.trades.isEmpty)
    }
  }

  @Test("a request that is cut off, or sent too slowly, is never carried out")
  func slowBody() async throws {
    try await TestClient.run(options: { $0.times.request = .milliseconds(200) }) { client in
      _ = try client.quote()
      let whole = client.request(
        "POST", "/buy", body: #"{"symbol": "NSE:SBIN-EQ", "quantity": 1} "#)
      let slow = try client.connect()
      slow.send(whole.dropLast(1).utf8)
      let answer = try slow.answer()
      #expect(answer?.status == 408)
      #expect(answer?.headers["connection"] == "close")
      #expect(try slow.isClosed())
      let head = try client.connect()
      head.send("GET /api/")
      #expect(try head.answer()?.status == 408)
      #expect(client.session.now.trades.isEmpty)
    }
  }

  @Test("a request with two lengths, or a length and chunks, is refused")
  func smuggling() async throws {
    try await TestClient.run { client in
      for headers in [
        ["Content-Length: 2", "Content-Length: 3"],
        ["Content-Length: 2", "Transfer-Encoding: chunked"],
        ["Content-Length: -1"], ["Content-Length: 99999999999999999999"],
        ["Transfer-Encoding: gzip, identity"],
      ] {
        let text = client.request("POST", "/control/halt", headers: headers) + "{}"
        let status = try client.send(text).status
        #expect(status == 400 || status == 413, "\(headers)")
      }
      #expect(client.session.now.commands.isEmpty)
    }
  }

  @Test("requests sent in one go are answered in order, also when the last one is broken")
  func pipelining() async throws {
    try await TestClient.run { client in
      let connection = try client.connect()
      let one = client.request("GET", "/health")
      connection.send(
        String(repeating: one, count: 50) + client.request("GET", "/nothing") + "BROKEN\r\n\r\n")
      for _ in 0..<50 { #expect(try connection.answer()?.status == 200) }
      #expect(try connection.answer()?.status == 404)
      #expect(try connection.answer()?.status == 400)
      #expect(try connection.isClosed())
    }
  }

  @Test("too many connections are told so and closed, and places become free again")
  func connections() async throws {
    try await TestClient.run(options: { $0.maximumConnections = 3 }) { client in
      var open: [Connection] = []
      for _ in 0..<3 {
        let connection = try client.connect()
        connection.send(client.request("GET", "/health"))
        #expect(try connection.answer()?.status == 200)
        open.append(connection)
      }
      let surplus = try client.connect()
      surplus.send(client.request("GET", "/health"))
      #expect(try surplus.answer()?.status == 429)
      try surplus.drain()
      #expect(try client.send(client.request("GET", "/health", token: nil)).status == 200)
      open[0].send(client.request("GET", "/health", headers: ["Connection: close"]))
      _ = try open[0].answer()
      #expect(try open[0].isClosed())
      open.removeAll()
    }
  }

  @Test("whoever has not shown the token keeps nobody out, however many they are")
  func strangers() async throws {
    try await TestClient.run(options: {
      $0.maximumStrangers = 3
      $0.maximumConnections = 2
      // Who loses a place loses it to another, not to the end of a stranger's time.
      $0.times.stranger = .seconds(600)
    }) { client throws in
      let known = try client.connect()
      known.send(client.request("GET", "/portfolio"))
      #expect(try known.answer()?.status == 200)
      let silent = try (0..<20).map { _ in try client.connect() }
      // The first of them have lost their places to the last.
      for stranger in silent.prefix(17) { #expect(try stranger.isClosed()) }
      let halting = try client.post("/control/halt", "{}")
      #expect(halting.status == 200)
      for stranger in silent.suffix(3).dropFirst(1) {
        stranger.send(client.request("GET", "/health", token: nil))
        #expect(try stranger.answer()?.status == 200)
      }
      // A wrong token is none.
      let wrong = try client.connect()
      wrong.send(client.request("GET", "/portfolio", token: "x"))
      #expect(try wrong.answer()?.status == 401)
      let more = try (0..<3).map { _ in try client.connect() }
      #expect(try wrong.isClosed())
      known.send(client.request("GET", "/portfolio"))
      #expect(try known.answer()?.status == 200)
      #expect(more.count == 3)
    }
  }

  @Test("a stranger's life is short, whatever it asks; the token lengthens it")
  func strangersLife() async throws {
    try await TestClient.run(options: { $0.times.stranger = .seconds(1) }) { client throws in
      let known = try client.connect()
      known.send(client.request("GET", "/portfolio"))
      #expect(try known.answer()?.status == 200)
      let silent = try client.connect()
      let asking = try client.connect()
      asking.send(client.request("GET", "/health", token: nil))
      #expect(try asking.answer()?.status == 200)
      #expect(try silent.isClosed())
      #expect(try asking.isClosed())
      let slow = try client.connect()
      slow.send("GET /api/")
      #expect(try slow.answer()?.status == 408)
      known.send(client.request("GET", "/portfolio"))
      #expect(try known.answer()?.status == 200)
    }
  }

  @Test("too many requests are answered 429, health apart")
  func rate() async throws {
    try await TestClient.run(options: {
      $0.requestsPerSecond = 1
      $0.requestBurst = 3
    }) { client in
      let answers = try (0..<10).map { _ in try client.get("/orders") }
      #expect(answers.prefix(3).allSatisfy { $0.status == 200 })
      let refusal = try #require(answers.first { $0.status == 429 })
      #expect(refusal.headers["retry-after"] == "1")
      #expect(try client.get("/health").status == 200)
    }
  }

  @Test("a connection that rests too long is closed")
  func idle() async throws {
    try await TestClient.run(options: { $0.times.idle = .milliseconds(100) }) { client throws in
      #expect(try client.connect().isClosed())
    }
  }

  @Test("a client that asks and asks and never reads is cut off")
  func deafClient() async throws {
    try await TestClient.run(options: { $0.times.idle = .milliseconds(100) }) { client throws in
      let deaf = try client.connect(receiveBuffer: 4_096)
      let burst = String(repeating: client.request("GET", "/health"), count: 1_000)
      var sent = 0
      while sent < 1_000, deaf.send(burst) { sent += 1 }
      #expect(sent < 1_000)
      #expect(try client.get("/health").status == 200)
    }
  }

  @Test("stopping lets running calls end and closes the rest")
  func stops() async throws {
    try await TestClient.run { client in
      let resting = try client.connect()
      resting.send(client.request("GET", "/health"))
      _ = try resting.answer()
    }
  }

  @Test("an address that is not this machine's is told in a sentence")
  func foreignAddress() async throws {
    var options = ServerOptions(token: ApiToken())
    options.host = "192.0.2.1"
    let server = ApiServer(session: FakeSession(), options: options)
    await #expect(throws: ServerError.self) { try await server.run() }
  }
}
