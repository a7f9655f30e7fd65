import Foundation
import Fyers
import Glibc
import Testing

@Suite("sauda record against sauda simulate")
struct RecordTests {
  private static let examples = SaudaProcess.root.appending(path: "examples/ticks")

  /// The first rows of three American shares' trading day.
  private func shares(_ folder: ScratchFolder, rows: Int) throws -> String {
    let all = try SaudaProcess.run([
      "ticks", "head", Self.examples.appending(path: "us3_20131008.csv.gz").path, "--count",
      "\(rows)",
    ])
    return try folder.write("us3.csv", all.output)
  }

  /// Records until the simulation has been quiet for two seconds.
  ///
  /// It belongs to the group of processes that the simulation belongs to: whoever stops the group stops
  /// both, and the one is not quiet because the other listens alone.
  private static func record(
    _ symbols: String, of simulation: Simulation, _ more: [String]
  ) throws -> RunningProcess {
    let record = try simulation.start(
      "record",
      ["record", "--symbols", symbols, "-o", simulation.path("out.ticks"), "--until-idle", "2s"]
        + more)
    #expect(try record.ended() == 0, "\(record.errors)")
    return record
  }

  @Test("ticks out are ticks in: the same prices in the same order for each symbol")
  func roundTrip() throws {
    let folder = try ScratchFolder()
    let input = try shares(folder, rows: 30_000)
    let simulation = try Simulation(input, speed: "max")
    let record = try Self.record("SIM:AIG,SIM:BAC,SIM:IBM", of: simulation, ["--json"])
    let sent = try Simulation.prices(input)
    let recorded = try Simulation.prices(simulation.path("out.ticks"))
    #expect(sent.count == 3)
    for (symbol, prices) in sent {
      let found = recorded[symbol] ?? []
      let same = zip(prices, found).prefix { $0 == $1 }.count
      #expect(
        same == prices.count && found.count == prices.count,
        "\(symbol): \(found.count) of \(prices.count), \(same) equal; \(record.errors)")
    }
  }

  @Test("an index keeps its last prices in order", arguments: ["fyers", "fyers-json"])
  func index(feed: String) throws {
    let input = Self.examples.appending(path: "nse_nifty50_index_202502.csv").path
    let sent = try Simulation.prices(input)
    let simulation = try Simulation(input, speed: "max")
    _ = try Self.record(
      sent.keys.sorted().joined(separator: ","), of: simulation, ["--feed", feed])
    let recorded = try Simulation.prices(simulation.path("out.ticks"))
    let last: ([String]) -> [Substring] = { rows in
      // An index value that is told again is no news on the binary socket.
      rows.compactMap { $0.split(separator: ",").dropFirst(2).first }
        .reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
    for (symbol, prices) in sent { #expect(last(recorded[symbol] ?? []) == last(prices)) }
  }

  @Test("a disconnection is a gap, and SIGTERM closes the file", arguments: [SIGINT, SIGTERM])
  func gap(signal: Int32) async throws {
    let folder = try ScratchFolder()
    let simulation = try Simulation(try shares(folder, rows: 5_000), ["--loop", "--max-gap", "1"])
    let record = try simulation.start(
      "record",
      ["record", "--symbols", "SIM:BAC", "-o", simulation.path("out.ticks"), "--json"],
      environment: ["WEBSOCKET_RETRY_DELAY": "200ms"])
    _ = try record.wait("up") { record.errors.contains("feed: up") ? true : nil }
    try await simulation.call(.post, "/drop")
    _ = try record.wait("up again") {
      record.errors.components(separatedBy: "feed: up").count > 2 ? true : nil
    }
    record.signal(signal)
    #expect(try record.ended() == 0)
    #expect(record.text.contains(#""gaps": 1"#))
    let info = try simulation.info("out.ticks")
    #expect(info["gaps"] as? Int == 1)
    #expect((info["recording"] as? [String: Any])?["closed"] as? Bool ?? true)
  }

  @Test("a file that may not grow any more ends it with 74 and its name")
  func fullFile() throws {
    let folder = try ScratchFolder()
    let simulation = try Simulation(try shares(folder, rows: 5_000), speed: "max")
    let program = try #require(SaudaProcess.executable)
    let result = try SaudaProcess.run(
      [
        "-c", "ulimit -f 16; exec \"$@\"", "sauda", program.path, "record", "--symbols",
        "SIM:AIG,SIM:BAC", "-o", simulation.path("out.ticks"), "--fyers-url", simulation.root,
      ], environment: simulation.environment, program: URL(filePath: "/bin/sh"))
    #expect(result.code == 74, "\(result.error)")
    #expect(result.lastLine.contains("out.ticks"), "\(result.error)")
  }

  @Test("a file that somebody removes ends it with 74")
  func removedFile() throws {
    let folder = try ScratchFolder()
    let simulation = try Simulation(try shares(folder, rows: 5_000))
    let output = simulation.path("out.ticks")
    let record = try simulation.start(
      "record", ["record", "--symbols", "SIM:AIG,SIM:BAC", "-o", output])
    _ = try record.wait("the feed") { record.errors.contains("feed: up") ? true : nil }
    try FileManager.default.removeItem(atPath: output)
    #expect(try record.ended() == 74)
    #expect(record.errors.contains("it was removed or replaced"), "\(record.errors)")
  }

  @Test("what cannot begin ends with its own exit code and leaves no file")
  func refusals() throws {
    let folder = try ScratchFolder()
    let simulation = try Simulation(try shares(folder, rows: 100))
    let output = simulation.path("out.ticks")
    let record = { (symbols: String, more: [String]) in
      try simulation.run(["record", "--symbols", symbols, "-o", output, "--for", "5s"] + more)
    }
    #expect(try record("SIM:NOPE", []).code == 65)
    #expect(try record("nonsense", []).code == 64)
    #expect(try record("SIM:BAC", ["--feed", "manual"]).code == 64)
    #expect(!FileManager.default.fileExists(atPath: output))
    try Data("mine".utf8).write(to: URL(filePath: output))
    #expect(try record("SIM:BAC", []).code == 74)
    #expect(try Data(contentsOf: URL(filePath: output)) == Data("mine".utf8))
  }

  @Test(
    "without a token a verb says what to do, without a server that there is none",
    arguments: [
      ["history", "NSE:SBIN-EQ"], ["record", "--symbols", "NSE:SBIN-EQ", "-o", "x.ticks"],
    ])
  func unreachable(arguments: [String]) throws {
    let folder = try ScratchFolder()
    let environment = ["SAUDA_DATA_DIR": folder.url.path, "HOME": folder.url.path]
    let bare = try SaudaProcess.run(arguments, environment: environment, folder: folder.url)
    #expect(bare.code == 77)
    #expect(bare.lastLine.contains("sauda login"))
    // Port 1 of this machine: nobody listens there.
    let alone = try SaudaProcess.run(
      arguments + ["--fyers-url", "http://127.0.0.1:1"], environment: environment,
      folder: folder.url)
    #expect(alone.code == 75, "\(alone.error)")
    let foreign = try SaudaProcess.run(
      arguments + ["--fyers-url", "http://example.com:80"], environment: environment,
      folder: folder.url)
    #expect(foreign.code == 64)
  }
}
