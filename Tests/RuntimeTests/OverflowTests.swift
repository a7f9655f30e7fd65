import Foundation
import Testing

@Suite("Books that cannot hold a price")
struct OverflowTests {
  private static let ticks = """
    time,symbol,ltp
    1736135400000,SIM:A,0.01
    1736135401000,SIM:A,0.02
    1736135402000,SIM:A,9223372036854.7
    1736135403000,SIM:A,0.03
    """

  @Test(
    "end the session with its report, the books as before the tick, and 70",
    arguments: [
      "", "if tick.seq > 1 then buy(tick.symbol, 1) end", "print(tick.seq, account().cash)",
    ])
  func report(rest: String) throws {
    let folder = try ScratchFolder()
    let script = try folder.write(
      "large.lua",
      """
      strategy { name = "large", symbols = { "SIM:A" } }
      function on_tick(tick)
        if tick.seq == 1 then buy(tick.symbol, 1000000) end
        \(rest)
      end
      function on_stop(reason) print("stopped: " .. reason) end
      """)
    let ticks = try folder.write("large.csv", Self.ticks)
    let run = try SaudaProcess.run(
      ["replay", script, "--ticks", ticks, "--increment", "SIM:A=0.01", "--json"])
    #expect(run.code == 70, "\(run.error)")
    #expect(run.lastLine.hasPrefix("tick 3: the value of the position in SIM:A is out of range"))
    #expect(run.error.contains("stopped: error"), "\(run.error)")
    #expect(run.text.contains(#""ticks": 3,"#), "\(run.text)")
    #expect(run.text.contains("the session ended early: tick 3: "), "\(run.text)")
    let orders = rest.contains("buy") ? 2 : 1
    #expect(run.text.contains("\"order_count\": \(orders),"), "\(run.text)")
    // What was asked for in that tick has no order, not even one that waits.
    #expect(!run.text.contains("\"BUY-\(orders + 1)\""), "\(run.text)")
  }

  @Test("An account whose totals have no sum has a report all the same")
  func totals() throws {
    let folder = try ScratchFolder()
    let scripts = try ["a", "b"].map { name in
      try folder.write("\(name).lua", ReplayTests.buyer(name))
    }
    let ticks = try folder.write("t.csv", ReplayTests.ticks)
    let run = try SaudaProcess.run(
      ["replay"] + scripts + ["--ticks", ticks, "--json"]
        + ["--cash", "a=9000000000000", "--cash", "b=9000000000000"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.text.contains("the account's totals are out of range"), "\(run.text)")
  }
}
