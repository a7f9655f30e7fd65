import Testing

@testable import Server

@Suite("Who may call")
struct GateTests {
  private static let hosts: [(text: String?, isOwn: Bool)] = [
    ("127.0.0.1:PORT", true), ("localhost:PORT", true), ("LOCALHOST:PORT", true),
    ("127.0.0.1", false), ("localhost", false), ("127.0.0.1:1", false), ("0.0.0.0:PORT", false),
    ("evil.example:PORT", false), ("127.0.0.1.evil.example:PORT", false), ("[::1]:PORT", false),
    ("127.0.0.1:PORT@evil.example", false), ("", false),
  ]
  private static let origins: [(text: String?, isOwn: Bool)] = [
    (nil, true), ("http://127.0.0.1:PORT", true), ("http://localhost:PORT", true),
    ("null", false), ("https://evil.example", false), ("http://127.0.0.1:1", false),
  ]
  private static let sites: [String?] = [nil, "same-origin", "cross-site", "none"]
  private static let types = [
    "application/json", "application/json; charset=utf-8", "text/plain",
    "application/x-www-form-urlencoded",
  ]
  private static let tokens: [String?] = [TestClient.token, nil, TestClient.token + "0"]
  private static let methods = ["POST", "GET", "PUT", "DELETE", "OPTIONS"]

  /// One request of the mixture and the status it must get.
  private struct Row {
    var text: String
    var status: Int
  }

  @Test("of every mixture of host, origin, site, type, token and method only the right ones trade")
  func matrix() async throws {
    try await TestClient.run(options: { $0.requestsPerSecond = 1_000_000 }) { client in
      let connection = try client.connect()
      var looked = 0
      for host in Self.hosts {
        for origin in Self.origins {
          for site in Self.sites {
            let rows = Self.rows(client, host: host, origin: origin, site: site)
            connection.send(rows.map(\.text).joined())
            for row in rows {
              let answer = try #require(try connection.answer(), "\(row.text)")
              try #require(answer.status == row.status, "\(row.text)")
              looked += 1
            }
          }
        }
      }
      #expect(looked == 17_280)
      #expect(client.session.now.commands.count == 3 * 3 * 2 * 2)
    }
  }

  private static func rows(
    _ client: TestClient, host: (text: String?, isOwn: Bool),
    origin: (text: String?, isOwn: Bool), site: String?
  ) -> [Row] {
    var rows: [Row] = []
    for type in types {
      for token in tokens {
        for method in methods {
          let isSiteFine =
            host.isOwn && origin.isOwn
            && (site == nil || site == "same-origin" || (site == "none" && method == "GET"))
          let text = request(
            client, method, host: host.text, origin: origin.text, site: site, type: type,
            token: token)
          let status =
            if !isSiteFine {
              403
            } else if method != "POST" {
              405
            } else if token != TestClient.token {
              401
            } else {
              type.hasPrefix("application/json") ? 200 : 415
            }
          rows.append(Row(text: text, status: status))
        }
      }
    }
    return rows
  }

  private static func request(
    _ client: TestClient, _ method: String, host: String?, origin: String?, site: String?,
    type: String, token: String?
  ) -> String {
    var headers: [String] = []
    if let origin { headers.append("Origin: \(origin)") }
    if let site { headers.append("Sec-Fetch-Site: \(site)") }
    let text = client.request(
      method, "/control/resume", body: "{}", headers: headers, host: host, token: token, type: type)
    return text.split(separator: "PORT", omittingEmptySubsequences: false)
      .joined(separator: String(client.port))
  }

  @Test("a call without host, with two, to another form of address or with two tokens is refused")
  func oddHeads() async throws {
    try await TestClient.run { client in
      let path = "/api/live-trading/portfolio"
      let host = "Host: 127.0.0.1:\(client.port)\r\n"
      let token = "Authorization: Bearer \(TestClient.token)\r\n"
      for (text, status) in [
        ("GET \(path) HTTP/1.1\r\n\(token)\r\n", 400),
        ("GET \(path) HTTP/1.1\r\n\(host)\(host)\(token)\r\n", 400),
        ("GET http://127.0.0.1\(path) HTTP/1.1\r\n\(host)\(token)\r\n", 400),
        ("CONNECT 127.0.0.1:\(client.port) HTTP/1.1\r\n\(host)\(token)\r\n", 400),
        ("OPTIONS * HTTP/1.1\r\n\(host)\(token)\r\n", 400),
        ("GET \(path) HTTP/1.1\r\n\(host)\(token)\(token)\r\n", 401),
        ("GET \(path) HTTP/1.1\r\n\(host)Authorization: Basic abc\r\n\r\n", 401),
        ("GET \(path)?token=\(TestClient.token) HTTP/1.1\r\n\(host)\r\n", 401),
        ("GET \(path) HTTP/1.0\r\n\(host)\(token)\r\n", 200),
        ("GET \(path)/ HTTP/1.1\r\n\(host)\(token)\r\n", 404),
        ("GET \(path)%00 HTTP/1.1\r\n\(host)\(token)\r\n", 404),
        ("GET /../etc/passwd HTTP/1.1\r\n\(host)\(token)\r\n", 404),
        ("HELLO\r\n\r\n", 400),
      ] {
        let answer = try client.send(text)
        #expect(answer.status == status, "\(text)")
        if status != 200 { #expect(answer.json["success"] == .bool(false), "\(text)") }
      }
    }
  }

  @Test("401, 404 and 405 say what to do, in the failure shape")
  func failureShape() async throws {
    try await TestClient.run { client in
      let unauthorized = try client.send(client.request("GET", "/orders", token: nil))
      #expect(unauthorized.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
      #expect(unauthorized.json.keys == ["success", "message", "code"])
      #expect(try client.get("/nothing").code == "NOT_FOUND")
      let method = try client.send(client.request("DELETE", "/orders"))
      #expect(method.headers["allow"] == "GET, HEAD")
      #expect(try client.send(client.request("GET", "/buy")).headers["allow"] == "POST")
      #expect(try client.get("/orders?symbl=X").code == "BAD_REQUEST")
      #expect(try client.get("/orders?symbol=A&symbol=B").status == 400)
      #expect(try client.get("/orders?symbol=%ff").status == 400)
    }
  }

  @Test("a token matches itself only, and shows itself nowhere")
  func token() throws {
    let token = try ApiToken(TestClient.token)
    #expect(token.matches(TestClient.token))
    for other in [
      "", "0", TestClient.token + TestClient.token, String(TestClient.token.dropLast()),
    ] {
      #expect(!token.matches(other))
    }
    var dumped = ""
    dump(token, to: &dumped)
    #expect(!"\(token) \(dumped)".contains(TestClient.token))
    #expect(throws: TokenError.self) { try ApiToken("") }
    #expect(throws: TokenError.self) { try ApiToken("two words") }
    #expect(ApiToken().reveal().utf8.count == 64)
    #expect(ApiToken().reveal() != ApiToken().reveal())
  }
}
