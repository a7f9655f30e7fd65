import Foundation
import Fyers
import Glibc
import Testing

@Suite("sauda run against sauda simulate, and the replay of its recording")
struct RehearsalTests {
  private static let examples = ["pair.lua", "ema_cross.lua"].map {
    SaudaProcess.root.appending(path: "examples/\($0)").path
  }

  /// Trades now and then with every kind of protection, on ticks, bars and timers.
  private static let busy = """
    strategy {
      name = "busy", symbols = { "SIM:AIG", "SIM:BAC", "SIM:IBM" }, bars = { "1m" },
      limits = { max_orders = 400 },
    }
    local n = 0
    function on_tick(tick)
      n = n + 1
      state.seen = n
      if n % 40 == 0 and position(tick.symbol).is_flat then
        buy(tick.symbol, 1 + math.random(3), {
          stop_loss = pct(0.05), take_profit = pct(0.1),
          trail = { by = points(0.02), after = points(0.01) }, tag = "n" .. n,
        })
      end
      if n % 97 == 0 then close(tick.symbol) end
    end
    function on_bar(bar)
      if pending(bar.symbol) == 0 then buy(bar.symbol, 1, { type = "limit", price = bar.low }) end
    end
    function on_connection(word) buy("SIM:BAC", 2, { time_exit = "30s" }) end
    every(20, function() cancel_all() end)
    """

  /// The first rows of three American shares' trading day.
  private static func shares(_ folder: ScratchFolder, rows: Int) throws -> String {
    let file = SaudaProcess.root.appending(path: "examples/ticks/us3_20131008.csv.gz").path
    let all = try SaudaProcess.run(["ticks", "head", file, "--count", "\(rows)"])
    return try folder.write("us3.csv", all.output)
  }

  /// Lets examples run through a simulation, with faults in the middle, and gives how it ended.
  private static func rehearse(
    _ simulation: Simulation, faults: [String], _ scripts: [String], _ more: [String] = []
  ) async throws -> (text: String, errors: String, recording: String) {
    let data = simulation.path("data")
    let run = try simulation.start(
      "run", ["run"] + scripts + ["--plain", "--port", "0", "--data", data] + more)
    _ = try run.wait("the feed") { run.errors.contains("feed connected") ? true : nil }
    for fault in faults { try await simulation.call(.post, "/control/\(fault)", "{}") }
    let ended = simulation.process
    _ = try ended.wait("the end of the recording") {
      (ended.text + ended.errors).contains("the recording is over") ? true : nil
    }
    run.signal(SIGTERM)
    #expect(try run.ended() == 0, "\(run.errors)")
    let folder = try #require(
      try FileManager.default.contentsOfDirectory(atPath: data + "/sessions").first)
    return (run.text, run.errors, "\(data)/sessions/\(folder)/recording.ticks")
  }

  @Test(
    "The decision hash of a session is that of the replay of its recording",
    arguments: [
      [], ["disconnect"], ["mute", "disconnect"], ["garbage-frame", "crossed-quote"],
    ])
  func sameHash(faults: [String]) async throws {
    let folder = try ScratchFolder()
    let input = try Self.shares(folder, rows: 20_000)
    let scripts = Self.examples + [try folder.write("busy.lua", Self.busy)]
    let simulation = try Simulation(input, speed: "max")
    let session = try await Self.rehearse(simulation, faults: faults, scripts)
    let hash = try #require(LiveProcess.hash(in: session.text), "\(session.text)")
    let replay = try SaudaProcess.run(
      ["replay"] + scripts + ["--ticks", session.recording])
    #expect(replay.code == 0, "\(replay.error)")
    #expect(LiveProcess.hash(in: replay.text) == hash, "\(session.errors)")
    #expect(!session.text.contains("Orders none"), "no order was placed: \(session.text)")
  }

  @Test("With latency, other cash and a seed, too: the recording says what it ran with")
  func settings() async throws {
    let folder = try ScratchFolder()
    let input = try Self.shares(folder, rows: 8_000)
    let scripts = Self.examples + [try folder.write("busy.lua", Self.busy)]
    let simulation = try Simulation(input, speed: "max")
    let session = try await Self.rehearse(
      simulation, faults: [], scripts,
      ["--cash", "90000", "--latency", "250ms", "--seed", "7", "--commission-rate", "0.001"])
    let replay = try SaudaProcess.run(
      ["replay"] + scripts + ["--ticks", session.recording])
    #expect(LiveProcess.hash(in: replay.text) == LiveProcess.hash(in: session.text))
  }

  @Test("Before the first tick questions are answered, commands are kept, and the end comes")
  func beforeTheFirstTick() async throws {
    // Nobody listens on port 1, so there will never be a tick.
    let live = try LiveProcess(
      ["run", "--plain", "--fyers-url", "http://127.0.0.1:1"],
      script: "strategy { name = \"quiet\", symbols = { \"SIM:A\" } }\nfunction on_tick() end")
    #expect(try await live.call(.get, "/portfolio").has("500000.00"))
    #expect(try await live.call(.get, "/orders").status == 200)
    let denied = try await live.call(.post, "/buy", #"{"symbol": "SIM:A", "quantity": 1}"#)
    #expect(denied.has("NOT_READY"))
    #expect(try await live.call(.post, "/control/halt", "{}").has("halted"))
    live.process.signal(SIGTERM)
    #expect(try live.process.ended() == 0)
  }

  @Test("A port that is taken ends it with 74, and nothing is left behind")
  func portInUse() async throws {
    let live = try LiveProcess(["serve"])
    let port = try #require(live.root.split(separator: ":").last)
    let folder = try ScratchFolder()
    let data = folder.url.appending(path: "data").path
    let second = try SaudaProcess.run(["serve", "--port", String(port), "--data", data])
    #expect(second.code == 74)
    #expect(second.lastLine.contains("--port"), "\(second.error)")
    #expect(!FileManager.default.fileExists(atPath: data + "/sessions"))
  }
}
