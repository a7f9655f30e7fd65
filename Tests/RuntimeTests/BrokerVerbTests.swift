import Foundation
import Glibc
import Testing
import WireText

@testable import Fyers

@Suite("login, doctor, symbols, history and fyers decode")
struct BrokerVerbTests {
  private static let ticks = """
    time,symbol,bid,ask,ltp,volume
    1790048700000,NSE:SBIN-EQ,549.70,549.80,549.75,1000
    1790048760000,NSE:SBIN-EQ,549.75,549.85,549.80,1100
    1790048820000,NSE:SBIN-EQ,550.00,550.10,550.05,1200

    """

  private func simulation(_ more: [String] = ["--loop"]) throws -> Simulation {
    let folder = try ScratchFolder()
    return try Simulation(try folder.write("ticks.csv", Self.ticks), more)
  }

  /// A free port below those that the system gives out by itself, so that nobody else takes it.
  private func freePort() throws -> UInt16 {
    let start = UInt16(20_000 + getpid() % 10_000)
    let port = (start..<start + 1_000).first { number in
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(descriptor) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = number.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let length = socklen_t(MemoryLayout<sockaddr_in>.size)
      return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
      }
    }
    return try #require(port)
  }

  @Test("login goes through the browser's redirect and saves a token only its owner can read")
  func login() async throws {
    // A token that ends at 06:00 might end before it is used.
    let simulation = try simulation(["--loop", "--own-tokens-only", "--token-life", "86400"])
    let port = try freePort()
    let login = try simulation.start(
      "login", ["login", "--redirect", "http://127.0.0.1:\(port)/back", "--timeout", "300s"])
    let address = "http" + (try login.line(after: "http"))
    let page = try await simulation.call(.get, address)
    let back = try #require(page.headers.first { $0.name.lowercased() == "location" }?.value)
    // Another state than that of this login changes nothing.
    let forged = back.replacing(/state=[0-9a-f]+/, with: "state=0123")
    #expect(try await simulation.call(.get, forged).status == 400)
    #expect(try await simulation.call(.get, back).status == 200)
    #expect(try login.ended() == 0)
    let file = simulation.path("data/simulator-token.json")
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    // The simulator now takes only tokens of its own, and this one is.
    let history = try simulation.run(["history", "NSE:SBIN-EQ", "--json"])
    #expect(history.code == 0, "\(history.error)")
  }

  @Test("login without credentials says which")
  func loginWithoutCredentials() throws {
    let folder = try ScratchFolder()
    let result = try SaudaProcess.run(
      ["login"], environment: ["SAUDA_DATA_DIR": folder.url.path, "HOME": folder.url.path],
      folder: folder.url)
    #expect(result.code == 77)
    #expect(result.lastLine.contains("FYERS_APP_ID"))
  }

  @Test("doctor finds everything well with a simulator, and nothing without one")
  func doctor() throws {
    let simulation = try simulation()
    let well = try simulation.run(["doctor", "--json"])
    #expect(well.code == 0, "\(well.text) \(well.error)")
    let report = try #require(
      JSONSerialization.jsonObject(with: well.output) as? [String: Any])
    #expect(report["ok"] as? Bool == true)
    let names = (report["checks"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
    #expect(names == ["token", "clock", "symbols", "feed", "disk"])
    let alone = try SaudaProcess.run(
      ["doctor", "--fyers-url", "http://127.0.0.1:1"], environment: simulation.environment)
    #expect(alone.code == 1)
    #expect(alone.text.contains("FAIL  feed"))
  }

  @Test("symbols are found by words")
  func symbols() throws {
    let simulation = try simulation()
    let found = try simulation.run(["symbols", "search", "sbin"])
    #expect(found.code == 0, "\(found.error)")
    #expect(found.text.hasPrefix("NSE:SBIN-EQ"))
    #expect(try simulation.run(["symbols", "search", "nosuchthing"]).code == 1)
    #expect(try simulation.run(["symbols", "search", "x", "--segment", "NOPE"]).code == 64)
  }

  @Test("history prints candles as CSV and JSON")
  func history() throws {
    let simulation = try simulation(["--clock", "recording"])
    let range = ["--from", "2026-09-22", "--to", "2026-09-22"]
    let table = try simulation.run(["history", "NSE:SBIN-EQ", "--resolution", "1m"] + range)
    #expect(table.code == 0, "\(table.error)")
    let rows = table.text.split(separator: "\n")
    #expect(rows.first == "time,open,high,low,close,volume")
    #expect(rows.dropFirst().first?.hasPrefix("2026-09-22T09:15:00.000+05:30,549.75,") == true)
    let json = try simulation.run(["history", "NSE:SBIN-EQ", "--json"] + range)
    let object = try #require(
      JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    // The simulated day goes on meanwhile: there are as many as before, or as afterwards, or between.
    let after = try simulation.run(["history", "NSE:SBIN-EQ", "--resolution", "1m"] + range)
    let count = try #require((object["candles"] as? [Any])?.count)
    #expect(rows.count - 1 <= count && count <= after.text.split(separator: "\n").count - 1)
    #expect(try simulation.run(["history", "NSE:SBIN-EQ", "--resolution", "7m"]).code == 64)
    #expect(try simulation.run(["history", "NSE:SBIN-EQ", "--from", "2026-99-01"]).code == 64)
  }

  @Test("decode prints the official client's messages", arguments: ["dev", "random"])
  func decode(name: String) throws {
    let file = SaudaProcess.root.appending(path: "Tests/FyersTests/Fixtures/\(name).ndjson")
    let cases = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let result = try SaudaProcess.run(["fyers", "decode", file.path, "--compat"])
    #expect(result.code == 0, "\(result.error)")
    let lines = result.text.split(separator: "\n")
    #expect(lines.count == cases.count)
    #expect(cases.count >= 20)
    for (line, given) in zip(lines, cases) {
      let decoded = try object(line)
      let expected = try object(given)
      let name = expected["name"] as? String ?? ""
      #expect(decoded["name"] as? String == name)
      #expect(decoded["messages"] as? NSArray == expected["expected"] as? NSArray, "\(name)")
      #expect(
        decoded["errors"] as? NSArray == expected["expected_errors"] as? NSArray, "\(name)")
    }
  }

  private func object(_ line: Substring) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test("decode names the line that is no case")
  func decodeMalformed() throws {
    let good = #"{"name":"a","mode":"full","symbols":{},"frames_b64":[]}"#
    let result = try SaudaProcess.run(
      ["fyers", "decode", "-"], input: Data("\(good)\n\nnonsense\n".utf8))
    #expect(result.code == 65)
    #expect(result.lastLine.contains("line 3"))
    #expect(try SaudaProcess.run(["fyers", "decode", "/nowhere"]).code == 74)
  }

  @Test("no secret is in any output, file or argument, whatever goes wrong")
  func secrets() async throws {
    let canary = "CANARYcanaryCANARYcanary"
    let expiry = 4_000_000_000
    let claims = #"{"exp":\#(expiry),"hsm_key":"\#(canary)key","fy_id":"XX00000"}"#
    let jwt =
      Base64URL.encode(Array(#"{"alg":"HS256"}"#.utf8)) + "."
      + Base64URL.encode(Array(claims.utf8)) + "." + canary
    let secrets = ["FYERS_AUTH_TOKEN": "APP-100:\(jwt)", "FYERS_SECRET_ID": "\(canary)secret"]
    let simulation = try simulation()
    let record = try simulation.start(
      "record",
      ["record", "--symbols", "NSE:SBIN-EQ", "-o", simulation.path("out.ticks")],
      environment: secrets.merging(["WEBSOCKET_RETRY_DELAY": "200ms"]) { $1 })
    _ = try record.wait("up") { record.errors.contains("feed: up") ? true : nil }
    let arguments = try Data(contentsOf: URL(filePath: "/proc/\(record.pid)/cmdline"))
    for fault in ["/control/garbage-frame", "/control/token-expiry", "/drop"] {
      try await simulation.call(.post, fault)
    }
    _ = try record.wait("refused") { record.errors.contains("sauda login") ? true : nil }
    record.signal(SIGTERM)
    #expect(try record.ended() == 0)
    var seen = [arguments, try Data(contentsOf: URL(filePath: simulation.path("out.ticks")))]
    seen.append(Data((record.text + record.errors).utf8))
    for verb in [["doctor"], ["history", "NSE:SBIN-EQ"], ["history", "NSE:SBIN-EQ", "--json"]] {
      let result = try simulation.run(verb, environment: secrets)
      #expect(result.code != 0, "the token is expired")
      seen.append(result.output + Data(result.error.utf8))
    }
    let malformed = try simulation.run(
      ["history", "NSE:SBIN-EQ"], environment: ["FYERS_AUTH_TOKEN": "\(canary).not.a-token"])
    #expect(malformed.code == 77)
    seen.append(Data(malformed.error.utf8))
    for data in seen {
      #expect(data.range(of: Data(canary.utf8)) == nil)
      #expect(data.range(of: Data(Base64URL.encode(Array(claims.utf8)).utf8)) == nil)
    }
  }
}
