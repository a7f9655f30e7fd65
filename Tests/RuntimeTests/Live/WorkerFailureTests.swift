import Foundation
import Fyers
import Glibc
import Testing

@Suite("A live session whose worker dies, hangs or floods")
struct WorkerFailureTests {
  /// Buys ten with a stop at 95 on the first tick, counts ticks in its state, and can misbehave.
  private static let script = """
    strategy { name = "fragile", symbols = { "NSE:SBIN-EQ" } }
    function on_start(ctx)
      state.n = state.n or 0
      print("start", ctx.resumed, state.n)
    end
    function on_tick(tick)
      state.n = state.n + 1
      if state.n == 1 then buy("NSE:SBIN-EQ", 10, { stop_loss = 95 }) end
      if tick.ltp == 77 then while true do quote("NSE:SBIN-EQ") end end
      print("tick", state.n)
    end
    """

  /// The worker of a session, by its name among the children of the session's process.
  private static func worker(of live: LiveProcess) throws -> pid_t {
    let tasks = "/proc/\(live.process.pid)/task"
    for task in try FileManager.default.contentsOfDirectory(atPath: tasks) {
      let path = "\(tasks)/\(task)/children"
      let children = try String(contentsOfFile: path, encoding: .utf8)
      if let first = children.split(separator: " ").first, let pid = pid_t(first) { return pid }
    }
    throw RunningProcess.TimedOut(description: "no worker")
  }

  /// What a session has written to stderr once a text is in it.
  private static func errors(of live: LiveProcess, with text: String) throws -> String {
    let process = live.process
    return try process.wait(text) {
      let errors = process.errors
      return errors.contains(text) ? errors : nil
    }
  }

  @Test(
    "Stops keep working, entries are denied, one alert, and resume brings the state back",
    arguments: [SIGKILL, SIGSTOP, SIGSEGV])
  func signalled(signal: Int32) async throws {
    let live = try LiveProcess(["run", "--feed", "manual", "--plain"], script: Self.script)
    _ = try await live.price("100")
    _ = try await live.price("101")
    kill(try Self.worker(of: live), signal)
    // The tick that finds the worker gone; a stopped one is given up after half a second.
    #expect(try await live.price("99").status == 200)
    let denied = try await live.trade(
      "buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": 1}"#)
    #expect(denied.has("EXIT_ONLY"), "\(denied.text)")
    let fallen = try await live.price("94")
    #expect(fallen.has(#""reason": "stop_loss""#), "\(fallen.text)")
    // Lines are printed on a thread of their own, which answers do not wait for.
    let alerted = try Self.errors(of: live, with: "stops keep working")
    // A machine that stood still meanwhile is told of too.
    let alerts = alerted.split(separator: "\n").filter {
      $0.contains(" ALERT ") && !$0.contains("nobody was there")
    }
    #expect(alerts.count == 1, "\(alerted)")

    #expect(try await live.call(.post, "/control/resume", "{}").status == 200)
    _ = try Self.errors(of: live, with: #"start\ttrue\t2"#)
    _ = try await live.price("96")
    let errors = try Self.errors(of: live, with: #"tick\t3"#)
    #expect(!errors.contains(#"tick\t4"#))
    #expect(try live.stop() == 0)
    // What was lost is in the recording, so that the replay loses it too.
    let replay = try SaudaProcess.run(["replay", live.script, "--ticks", live.recording])
    #expect(LiveProcess.hash(in: replay.text) == live.decisionHash, "\(replay.text)")
  }

  @Test("What was carried out of a call that was lost is recorded, and the replay repeats it")
  func lostCalls() async throws {
    let script = """
      strategy { name = "lost", symbols = { "NSE:SBIN-EQ" } }
      local S, n = "NSE:SBIN-EQ", 0
      function on_tick(t)
        n = n + 1
        if t.ltp == 108 then buy(S, state.n) return end
        if position(S).is_flat then buy(S, 10, { stop_loss = 50 }) return end
        if t.ltp == 105 then sell(S, 4) while true do end end
        if t.ltp == 106 then
          buy(S, 3)
          sell(S, 2, { tag = "a\\nb" })
          cancel(sell(S, 1, { type = "limit", price = 200 }))
          sell(S, 1, { type = "limit", price = 150 })
          while true do end
        end
        if t.ltp == 107 then close(S) while true do end end
      end
      function on_error(e) state.n = 3 + n end
      """
    let live = try LiveProcess(["run", "--feed", "manual", "--plain"], script: script)
    for price in ["100", "101", "105"] { _ = try await live.price(price) }
    for price in ["106", "107", "108", "109"] {
      #expect(try await live.call(.post, "/control/resume", "{}").status == 200)
      _ = try await live.price(price)
    }
    let orders = try await live.call(.get, "/orders")
    for id in ["SELL-2", "SELL-3", "SELL-4", "SELL-5", "SELL-6", "BUY-7"] {
      #expect(orders.has("\"\(id)\""), "\(orders.text)")
    }
    #expect(try live.stop() == 0)
    let replay = try SaudaProcess.run(["replay", live.script, "--ticks", live.recording])
    #expect(replay.code == 70)
    #expect(LiveProcess.hash(in: replay.text) == live.decisionHash, "\(replay.text)")
  }

  @Test("A worker that asks without end is ended, and stops keep working")
  func flooding() async throws {
    let live = try LiveProcess(["run", "--feed", "manual", "--plain"], script: Self.script)
    _ = try await live.price("100")
    _ = try await live.price("96")
    #expect(try await live.call(.get, "/portfolio").has(#""active_positions_count": 1"#))
    let flooded = try await live.price("96.5")
    #expect(flooded.status == 200)
    let fallen = try await live.price("77")
    #expect(fallen.has(#""reason": "stop_loss""#), "\(fallen.text)")
    let health = try await live.call(.get, "/health")
    #expect(health.has("degraded"), "\(health.text)")
  }

  @Test("A mended script is started again from its new text, and the replay does the same")
  func mended() async throws {
    let broken = """
      strategy { name = "mended", symbols = { "NSE:SBIN-EQ" } }
      function on_tick(tick)
        state.n = (state.n or 0) + 1
        if state.n == 2 then local x = nil; x.y = 1 end
        buy("NSE:SBIN-EQ", 1)
      end
      """
    let live = try LiveProcess(["run", "--feed", "manual", "--plain"], script: broken)
    for price in ["100", "101"] { _ = try await live.price(price) }
    _ = try Self.errors(of: live, with: "script.lua:4")
    let first = try String(contentsOfFile: live.script, encoding: .utf8)
    try broken.replacing("local x = nil; x.y = 1", with: "buy(\"NSE:SBIN-EQ\", 5)")
      .write(toFile: live.script, atomically: true, encoding: .utf8)
    #expect(try await live.call(.post, "/control/resume", "{}").has("running"))
    for price in ["102", "103"] { _ = try await live.price(price) }
    let orders = try await live.call(.get, "/orders")
    #expect(orders.has(#""quantity": 5"#), "\(orders.text)")
    #expect(try live.stop() == 0)
    // The replay begins with the text the session began with, and finds the new one by itself.
    try first.write(toFile: live.script, atomically: true, encoding: .utf8)
    let replay = try SaudaProcess.run(["replay", live.script, "--ticks", live.recording])
    #expect(replay.code == 70)
    #expect(LiveProcess.hash(in: replay.text) == live.decisionHash, "\(replay.text)")
  }

  @Test("A halted session stays halted when its script fails")
  func halted() async throws {
    let live = try LiveProcess(["run", "--feed", "manual", "--plain"], script: Self.script)
    _ = try await live.price("100")
    #expect(try await live.call(.post, "/control/halt", "{}").has("halted"))
    kill(try Self.worker(of: live), SIGKILL)
    _ = try await live.price("101")
    #expect(try await live.call(.get, "/health").has("halted"))
    let denied = try await live.trade(
      "sell", #"{"symbol": "NSE:SBIN-EQ", "quantity": 1}"#)
    #expect(denied.has("HALTED"), "\(denied.text)")
  }
}
