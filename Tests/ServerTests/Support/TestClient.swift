import Foundation
import Synchronization

@testable import Server

/// Calls a server under test; one connection unless a test asks for more.
struct TestClient {
  static let token = "0123456789abcdef0123456789abcdef"
  static let base = "/api/live-trading"

  let port: Int
  let session: FakeSession

  func connect(receiveBuffer: Int32? = nil) throws -> Connection {
    try Connection(port: port, receiveBuffer: receiveBuffer)
  }

  /// The text of a request that passes the gate.
  func request(
    _ method: String, _ path: String, body: String? = nil, headers: [String] = [],
    host: String? = nil, token: String? = TestClient.token, type: String? = "application/json"
  ) -> String {
    var lines = ["\(method) \(Self.base)\(path) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")"]
    if let token { lines.append("Authorization: Bearer \(token)") }
    if let body {
      if let type { lines.append("Content-Type: \(type)") }
      lines.append("Content-Length: \(body.utf8.count)")
    }
    return (lines + headers).joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
  }

  /// Sends bytes on a connection of their own and reads one answer.
  func send(_ text: String) throws -> Answer {
    let connection = try connect()
    connection.send(text)
    guard let answer = try connection.answer() else {
      throw Connection.Failure(description: "closed without an answer to \(text.prefix(200))")
    }
    return answer
  }

  func get(_ path: String) throws -> Answer { try send(request("GET", path)) }

  func post(_ path: String, _ body: String, headers: [String] = []) throws -> Answer {
    try send(request("POST", path, body: body, headers: headers))
  }

  /// The guide's price.
  func quote(
    _ symbol: String = "NSE:SBIN-EQ", bid: String = "549.50", ask: String = "550.00",
    last: String = "549.75"
  ) throws -> Answer {
    try post(
      "/update-price",
      #"{"symbol": "\#(symbol)", "bid_price": \#(bid), "ask_price": \#(ask), "#
        + #""last_price": \#(last), "volume": 100000}"#)
  }

  /// Runs a server, calls it from a thread that may wait, and stops it.
  static func run(
    session: FakeSession = FakeSession(), options change: (inout ServerOptions) -> Void = { _ in },
    _ body: @escaping @Sendable (TestClient) throws -> Void
  ) async throws {
    var options = ServerOptions(token: try ApiToken(token))
    options.port = 0
    options.times.stop = .milliseconds(300)
    change(&options)
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    let server = ApiServer(session: session, options: options) { port in
      announce.yield(port)
      announce.finish()
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      for await port in ports {
        let result = await onThread {
          Result { try body(TestClient(port: port, session: session)) }
        }
        server.stop()
        try result.get()
      }
      try await group.waitForAll()
    }
  }

  /// Runs blocking work on a thread of its own, so that it holds up no task.
  static func onThread<Value: Sendable>(
    _ work: @escaping @Sendable () -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: work()) }
      thread.stackSize = 4 << 20
      thread.start()
    }
  }
}
