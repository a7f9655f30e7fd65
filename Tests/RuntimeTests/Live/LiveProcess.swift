import Foundation
import Fyers
import Glibc
import Testing

/// A running `sauda run` or `sauda serve`, and calls to its API.
final class LiveProcess {
  let folder: ScratchFolder
  let process: RunningProcess
  let root: String
  private let token: String
  /// The price that was given last, as a call's body.
  private var lastPrice: String?

  /// Starts a verb with the API on a free port, and waits until it listens.
  ///
  /// - Parameters:
  ///   - arguments: The verb first.
  ///   - script: A script's text; its path is put behind the verb.
  ///   - former: A process whose folder it goes on with; nil: it has one of its own.
  /// - Throws: That it does not come up in time.
  init(_ arguments: [String], script: String? = nil, after former: LiveProcess? = nil) throws {
    folder = try former?.folder ?? ScratchFolder()
    var arguments = arguments
    if let script { arguments.insert(try folder.write("script.lua", script), at: 1) }
    let data = folder.url.appending(path: "data").path
    process = try RunningProcess(
      "live", arguments + ["--port", "0", "--data", data], in: folder.url,
      // A busy machine may take its time between two calls; staleness has tests of its own.
      environment: ["HOME": folder.url.path, "MAX_PRICE_STALENESS": "3600s"])
    let process = process
    root = try process.wait("an API") {
      process.errors.split(separator: "\n").compactMap { line in
        line.range(of: "listening on ").map { String(line[$0.upperBound...]) }
      }.first
    }
    token = try String(contentsOfFile: data + "/api-token", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  deinit {
    process.signal(SIGKILL)
    var status: Int32 = 0
    waitpid(process.pid, &status, 0)
  }

  /// The session's recording.
  var recording: String {
    get throws {
      let sessions = folder.url.appending(path: "data/sessions")
      let names = try FileManager.default.contentsOfDirectory(atPath: sessions.path)
      let name = try #require(names.first)
      return sessions.appending(path: name + "/recording.ticks").path
    }
  }

  /// The script's path.
  var script: String { folder.url.appending(path: "script.lua").path }

  /// Calls the API; the status and the body's fields.
  @discardableResult
  func call(_ verb: HTTPVerb, _ path: String, _ body: String? = nil) async throws -> Answer {
    let transport = AsyncHTTPTransport(timeoutSeconds: 60, connectSeconds: 60)
    let answer = try await transport.send(
      HTTPCall(
        verb: verb, address: root + "/api/live-trading" + path,
        authorization: Secret("Bearer " + token),
        headers: body == nil ? [] : [.init(name: "Content-Type", value: "application/json")],
        body: body.map { Secret($0) }))
    try await transport.shutdown()
    return Answer(status: answer.status, text: String(decoding: answer.body, as: UTF8.self))
  }

  /// Gives a price: bid and ask a half away from the last.
  func price(_ last: String, bid: String? = nil, ask: String? = nil) async throws -> Answer {
    let body =
      #"{"symbol": "NSE:SBIN-EQ", "bid_price": \#(bid ?? last), "ask_price": \#(ask ?? last), "#
      + #""last_price": \#(last), "volume": 100000}"#
    lastPrice = body
    return try await call(.post, "/update-price", body)
  }

  /// Buys or sells at the price that was given last.
  ///
  /// A session that stood still since then rightly denies entries until the next price, so it gets that
  /// price again, for as long as the machine goes on standing still, ten times at most.
  @discardableResult
  func trade(_ side: String, _ body: String) async throws -> Answer {
    var answer = try await call(.post, "/" + side, body)
    for _ in 0..<10 where answer.has("has not ticked since nobody was there") {
      try await call(.post, "/update-price", lastPrice)
      answer = try await call(.post, "/" + side, body)
    }
    return answer
  }

  /// Ends the process at once, as a kill or a crash does.
  func kill() {
    process.signal(SIGKILL)
    _ = try? process.ended()
  }

  /// Ends the session in order and gives its exit code.
  func stop() throws -> Int32 {
    process.signal(SIGINT)
    return try process.ended()
  }

  /// The decision hash in what the session printed at its end.
  var decisionHash: String? { Self.hash(in: process.text) }

  /// The hash in a report's text.
  static func hash(in text: String) -> String? {
    text.split(separator: "\n").first { $0.hasPrefix("Decisions") }
      .flatMap { $0.split(separator: " ").last.map(String.init) }
  }

  /// What the API answered.
  struct Answer {
    let status: Int
    let text: String

    /// Whether the body contains a text.
    func has(_ part: String) -> Bool { text.contains(part) }
  }
}
