import Foundation
import Fyers
import Glibc
import Testing

/// A running `sauda simulate`, and other verbs against it.
final class Simulation {
  let folder: ScratchFolder
  let process: RunningProcess
  let root: String

  /// Starts a simulator.
  init(_ ticks: String, speed: String = "1x", _ more: [String] = []) throws {
    folder = try ScratchFolder()
    process = try RunningProcess(
      "simulate",
      ["simulate", "--ticks", ticks, "--port", "0", "--speed", speed, "--limits", "none"] + more,
      in: folder.url)
    root = try process.line(after: "listening on ")
  }

  deinit {
    process.signal(SIGKILL)
    var status: Int32 = 0
    waitpid(process.pid, &status, 0)
  }

  /// A data folder and no other configuration.
  var environment: [String: String] {
    ["SAUDA_DATA_DIR": folder.url.appending(path: "data").path, "HOME": folder.url.path]
  }

  func path(_ name: String) -> String { folder.url.appending(path: name).path }

  /// Runs a verb to its end.
  func run(_ arguments: [String], environment more: [String: String] = [:]) throws -> SaudaProcess {
    try SaudaProcess.run(
      arguments + ["--fyers-url", root], environment: environment.merging(more) { $1 },
      folder: folder.url)
  }

  /// Starts a verb.
  func start(
    _ name: String, _ arguments: [String], environment more: [String: String] = [:]
  ) throws -> RunningProcess {
    try RunningProcess(
      name, arguments + ["--fyers-url", root], in: folder.url,
      environment: environment.merging(more) { $1 })
  }

  /// The tester's side of the simulator.
  @discardableResult
  func call(_ verb: HTTPVerb, _ address: String, _ body: String = "") async throws -> HTTPAnswer {
    let transport = AsyncHTTPTransport(timeoutSeconds: 60, connectSeconds: 60)
    let full = address.hasPrefix("/") ? root + address : address
    let parts = full.split(separator: "?", maxSplits: 1).map(String.init)
    let answer = try await transport.send(
      HTTPCall(
        verb: verb, address: parts[0], query: parts.count > 1 ? parts[1] : "",
        body: body.isEmpty ? nil : Secret(body)))
    try await transport.shutdown()
    return answer
  }

  /// What a recording contains, as `sauda ticks info` tells.
  func info(_ name: String) throws -> [String: Any] {
    let result = try SaudaProcess.run(["ticks", "info", path(name), "--json"])
    #expect(result.code == 0, "\(result.error)")
    return try #require(
      JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  /// Rows of a recording or of a CSV file by symbol: `bid,ask,ltp`.
  static func prices(_ file: String) throws -> [String: [String]] {
    let result = try SaudaProcess.run(["ticks", "head", file, "--count", "1000000"])
    #expect(result.code == 0, "\(result.error)")
    var prices: [String: [String]] = [:]
    for row in result.text.split(separator: "\n").dropFirst() {
      let cells = row.split(separator: ",")
      prices[String(cells[1]), default: []].append(cells[2...5].joined(separator: ","))
    }
    return prices
  }
}
