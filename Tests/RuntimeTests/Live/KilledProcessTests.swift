import Foundation
import Fyers
import Testing

@Suite("The real program, killed and started again")
struct KilledProcessTests {
  @Test("serve keeps orders, positions and stops over kill -9, and verifies")
  func serve() async throws {
    let first = try LiveProcess(["serve"])
    _ = try await first.price("550")
    let bought = try await first.call(
      .post, "/buy",
      #"{"symbol": "NSE:SBIN-EQ", "quantity": 100, "stop_loss_price": 545.00}"#)
    #expect(bought.status == 200, "\(bought.text)")
    first.kill()

    let second = try LiveProcess(["serve"], after: first)
    #expect(try await second.call(.get, "/orders").has("BUY-1"))
    #expect(try await second.call(.get, "/portfolio").has(#""wallet_balance": 444972.50"#))
    #expect(try await second.call(.get, "/risk-orders").has("545.00"))
    let fallen = try await second.price("544")
    #expect(fallen.has(#""reason": "stop_loss""#), "\(fallen.text)")
    #expect(try await second.call(.get, "/orders").has("SELL-2"))
    #expect(try second.stop() == 0)
    #expect(second.process.errors.contains("its process ended"), "\(second.process.errors)")
    #expect(second.process.errors.contains("100 NSE:SBIN-EQ, stop 545.00"))

    let data = second.folder.url.appending(path: "data").path
    let verified = try SaudaProcess.run(["verify", data])
    #expect(verified.code == 0, "\(verified.text) \(verified.error)")
    #expect(verified.text.split(separator: "\n").count == 2)
  }

  @Test("run goes on with its script's state after kill -9; a second start is refused meanwhile")
  func run() async throws {
    let script = """
      strategy { name = "killed", symbols = { "NSE:SBIN-EQ" } }
      function on_tick(t)
        state.n = (state.n or 0) + 1
        if state.n == 4 then buy(t.symbol, 7, { stop_loss = 90, tag = "n" .. state.n }) end
      end
      """
    let first = try LiveProcess(["run", "--feed", "manual"], script: script)
    for price in ["100", "101", "102"] { _ = try await first.price(price) }
    let data = first.folder.url.appending(path: "data").path
    let refused = try SaudaProcess.run([
      "run", first.script, "--feed", "manual", "--port", "0", "--data", data,
    ])
    #expect(refused.code == 75)
    #expect(refused.error.contains("pid \(first.process.pid)"), "\(refused.error)")
    first.kill()
    let second = try LiveProcess(["run", "--feed", "manual"], script: script, after: first)
    _ = try await second.price("103")
    #expect(try await second.call(.get, "/orders").has(#""tag": "n4""#))
    second.kill()
    let verified = try SaudaProcess.run(["verify", data])
    #expect(verified.code == 0, "\(verified.text) \(verified.error)")
  }

  @Test("verify names the decision that was changed, with both lines")
  func planted() async throws {
    let live = try LiveProcess(["serve"])
    _ = try await live.price("550")
    _ = try await live.call(.post, "/buy", #"{"symbol": "NSE:SBIN-EQ", "quantity": 100}"#)
    #expect(try live.stop() == 0)
    let log = URL(filePath: try live.recording.replacing("recording.ticks", with: "decisions.log"))
    let lines = try String(contentsOf: log, encoding: .utf8)
    #expect(lines.contains(" fill BUY-1 "), "\(lines)")
    try lines.replacing(" fill BUY-1 BUY NSE:SBIN-EQ 100", with: " fill BUY-1 BUY NSE:SBIN-EQ 99")
      .write(to: log, atomically: true, encoding: .utf8)
    let verified = try SaudaProcess.run(["verify", log.deletingLastPathComponent().path])
    #expect(verified.code == 1)
    #expect(verified.text.contains("differs at tick 1, order BUY-1"), "\(verified.text)")
    #expect(verified.text.contains("NSE:SBIN-EQ 99 ") && verified.text.contains("NSE:SBIN-EQ 100 "))
  }
}
