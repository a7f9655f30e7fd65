import Synchronization
import Testing

@testable import Server

@Suite("Repeated calls")
struct IdempotencyTests {
  private static let body = #"{"symbol": "NSE:SBIN-EQ", "quantity": 1}"#

  @Test("a repeat gets the first answer and trades nothing; another body is refused")
  func repeats() async throws {
    try await TestClient.run { client in
      _ = try client.quote()
      let key = ["Idempotency-Key: abc"]
      let first = try client.post("/buy", Self.body, headers: key)
      #expect(first.status == 200)
      #expect(try client.post("/buy", Self.body, headers: key).body == first.body)
      let other = try client.post("/buy", Self.body + " ", headers: key)
      #expect(other.status == 409)
      #expect(other.code == "IDEMPOTENCY_CONFLICT")
      #expect(try client.post("/sell", Self.body, headers: key).status == 409)
      #expect(client.session.now.trades.count == 1)
      let denied = try client.post(
        "/buy", #"{"symbol": "X", "quantity": 1}"#, headers: ["Idempotency-Key: def"])
      #expect(denied.status == 422)
      #expect(client.session.now.trades.count == 2)
      for bad in ["", String(repeating: "a", count: 256), "a b"] {
        #expect(
          try client.post("/buy", Self.body, headers: ["Idempotency-Key: \(bad)"]).status == 400)
      }
      #expect(
        try client.post("/buy", Self.body, headers: key + key).status == 400)
    }
  }

  @Test("repeats that come while the first is under way wait for its answer")
  func concurrent() async throws {
    try await TestClient.run { client in
      _ = try client.quote()
      client.session.change { $0.held = [] }
      let text = client.request(
        "POST", "/buy", body: Self.body, headers: ["Idempotency-Key: k"])
      let connections = try (0..<5).map { _ in try client.connect() }
      for connection in connections { connection.send(text) }
      // The answer of a later call shows that the earlier ones are all read.
      #expect(try client.get("/health").status == 200)
      while client.session.now.held?.isEmpty != false {
        #expect(try client.get("/health").status == 200)
      }
      client.session.change { book in
        for waiting in book.held ?? [] { waiting.resume() }
        book.held = nil
      }
      let bodies = try connections.map { try $0.answer()?.body }
      #expect(Set(bodies).count == 1)
      #expect(client.session.now.trades.count == 1)
    }
  }

  @Test("the answers used longest ago are forgotten, others are not, however often they are used")
  func bounded() async throws {
    let store = AnswerStore(limit: 3)
    let runs = Mutex(0)
    func call(_ key: String) async throws -> ApiResponse {
      try await store.answer(key: key, path: "/buy", body: []) {
        let run = runs.withLock { runs in
          runs += 1
          return runs
        }
        return ApiResponse(type: "text/plain", body: [UInt8(run)])
      }
    }
    for key in ["a", "b", "c"] { _ = try await call(key) }
    for _ in 0..<500 { #expect(try await call("a").body == [1]) }
    _ = try await call("d")
    #expect(try await call("a").body == [1])
    #expect(try await call("c").body == [3])
    #expect(try await call("b").body == [5])
    #expect(runs.withLock { $0 } == 5)
  }
}
