import TestSupport
import Testing

@testable import Server

@Suite("Hostile requests")
struct HostileTests {
  private static let paths = [
    "/buy", "/sell", "/update-price", "/control/halt", "/orders", "/portfolio", "/health", "/x",
    "/buy?a=b", "/orders?symbol=%", "//", "/control/", "/openapi.json",
  ]
  private static let values = [
    "1e999999", "-0", "1.0000000000000000000000000001", "\"NaN\"", "null", "[]", "{}", "true",
    "\"\\u0000\"", "99999999999999999999999999", "\"'; DROP TABLE orders; --\"", "-1", "0.5",
    "\"\u{202E}\"", "\"\\ud800\"", "[[[[[[[[[[]]]]]]]]]]", "1e-9", "\"1%\"",
  ]
  private static let keys = [
    "symbol", "quantity", "stop_loss_price", "trailing", "bid_price", "", "__proto__", "Symbol",
  ]

  private static func body(_ generator: inout SplitMix64) -> String {
    switch generator.below(6) {
    case 0: return ""
    case 1:
      return String(
        repeating: generator.pick(["[", "{\"a\":", "\""]), count: generator.below(5_000))
    case 2:
      let bytes = (0..<generator.below(200)).map { _ in UInt8(truncatingIfNeeded: generator.next())
      }
      return String(decoding: bytes, as: UTF8.self)
    default:
      let members = (0..<generator.below(6)).map { _ in
        "\"\(generator.pick(keys))\": \(generator.pick(values))"
      }
      return "{" + members.joined(separator: ",") + "}"
    }
  }

  private static func request(_ client: TestClient, _ generator: inout SplitMix64) -> String {
    let method = generator.pick([
      "POST", "POST", "POST", "GET", "PUT", "PATCH", "TRACE", "HEAD", "post",
    ])
    var headers: [String] = []
    if generator.below(4) == 0 { headers.append("Origin: http://evil.example") }
    if generator.below(6) == 0 { headers.append("Content-Encoding: gzip") }
    if generator.below(6) == 0 { headers.append("Idempotency-Key: \(generator.below(50))") }
    if generator.below(8) == 0 { headers += (0..<generator.below(120)).map { "X-\($0): \($0)" } }
    if generator.below(8) == 0 {
      headers.append(generator.pick([": a", "a", "X:\u{0}", "X : y", "Expect: 100-continue"]))
    }
    return client.request(
      method, generator.pick(paths), body: body(&generator), headers: headers,
      host: generator.below(8) == 0 ? "evil.example" : nil,
      token: generator.pick([TestClient.token, TestClient.token, TestClient.token, nil, "x"]),
      type: generator.pick(["application/json", "application/json", "text/plain"]))
  }

  @Test(
    "nothing that is sent makes an error of the server, a trade or a stop",
    arguments: [11, 12, 13, 14] as [UInt64])
  func flood(seed: UInt64) async throws {
    try await TestClient.run(options: { $0.requestsPerSecond = 1_000_000 }) { client in
      var generator = SplitMix64(seed: seed)
      var connection = try client.connect()
      var answered = 0
      for number in 0..<3_000 {
        var text = Self.request(client, &generator)
        let isTorn = generator.below(20) == 0
        if isTorn { text = String(text.prefix(generator.below(text.count))) }
        connection.send(text)
        guard !isTorn else {
          connection = try client.connect()
          continue
        }
        guard let answer = try connection.answer(toHead: text.hasPrefix("HEAD")) else {
          connection = try client.connect()
          continue
        }
        answered += 1
        if answer.status >= 500
          || (answer.status != 200 && !text.hasPrefix("HEAD") && answer.code == "?")
        {
          Issue.record("seed \(seed), request \(number): \(answer) to \(text.prefix(400))")
          return
        }
        if answer.headers["connection"] == "close" { connection = try client.connect() }
      }
      #expect(answered > 2_000, "seed \(seed)")
      #expect(client.session.now.orders.isEmpty, "seed \(seed)")
      #expect(try client.get("/portfolio").json["wallet_balance"].text == "500000.00")
    }
  }
}
