import Foundation
import Testing

@Suite("Replay as a user sees it")
struct ReplayTests {
  static let ticks = """
    time,symbol,bid,ask,ltp,volume
    1736135400000,SIM:A,99.95,100.05,100.00,100
    1736135401000,SIM:A,100.00,100.10,100.05,200
    1736135402000,SIM:A,100.05,100.15,100.10,300
    1736135403000,SIM:A,99.00,99.10,99.05,400

    """

  static func buyer(_ name: String, quantity: Int = 10) -> String {
    """
    strategy { name = "\(name)", symbols = { "SIM:A" } }
    function on_tick(tick)
      if tick.seq == 1 then buy(tick.symbol, \(quantity)) end
    end
    """
  }

  @Test("ticks come from standard input as well")
  func standardInput() throws {
    let folder = try ScratchFolder()
    let script = try folder.write("one.lua", Self.buyer("one"))
    let run = try SaudaProcess.run(
      ["replay", script, "--ticks", "-", "--json"], input: Data(Self.ticks.utf8))
    #expect(run.code == 0, "\(run.error)")
    #expect(run.text.contains("\"ticks\": 4,"))
    #expect(run.text.contains("\"order_id\": \"BUY-1\""))
  }

  @Test("several scripts share the cash to the paisa and the order numbers")
  func severalScripts() throws {
    let folder = try ScratchFolder()
    let scripts = try (1...3).map { try folder.write("s\($0).lua", Self.buyer("s\($0)")) }
    let ticks = try folder.write("t.csv", Self.ticks)
    let run = try SaudaProcess.run(
      ["replay"] + scripts + ["--ticks", ticks, "--json", "--cash", "100000.00"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.text.contains("\"initial_balance\": 33333.34,"))
    #expect(run.text.ranges(of: "\"initial_balance\": 33333.33,").count == 2)
    for id in ["BUY-1", "BUY-2", "BUY-3"] { #expect(run.text.contains("\"\(id)\"")) }
  }

  @Test("two scripts of one name are refused")
  func oneName() throws {
    let folder = try ScratchFolder()
    let first = try folder.write("a.lua", Self.buyer("same"))
    let second = try folder.write("b.lua", Self.buyer("same"))
    let ticks = try folder.write("t.csv", Self.ticks)
    let run = try SaudaProcess.run(["replay", first, second, "--ticks", ticks])
    #expect(run.code == 65)
  }

  @Test("a script error stops with its place, traceback and tick, and the report is printed")
  func scriptError() throws {
    let folder = try ScratchFolder()
    let script = try folder.write(
      "broken.lua",
      """
      strategy { name = "broken", symbols = { "SIM:A" } }
      local function inner(tick) error("no luck") end
      function on_tick(tick)
        if tick.seq == 1 then buy(tick.symbol, 10) end
        if tick.seq == 3 then
          buy(tick.symbol, 5)
          close(tick.symbol)
          inner(tick)
        end
      end
      """)
    let ticks = try folder.write("t.csv", Self.ticks)
    let run = try SaudaProcess.run(["replay", script, "--ticks", ticks, "--json"])
    #expect(run.code == 70)
    #expect(run.lastLine.hasPrefix("script error:"))
    #expect(run.lastLine.contains("broken.lua:2"))
    #expect(run.lastLine.contains("no luck"))
    #expect(run.error.contains("tick 3"))
    #expect(run.text.contains("\"SELL-2\""), "the exit is kept")
    #expect(!run.text.contains("\"BUY-3\"") && !run.text.contains("\"BUY-2\""))
    #expect(run.text.contains("\"ticks\": 3,"))
    #expect(run.text.contains("\"kind\": \"error\""))
  }

  @Test("orders and equity are written as CSV")
  func csvFiles() throws {
    let folder = try ScratchFolder()
    let script = try folder.write("one.lua", Self.buyer("one"))
    let ticks = try folder.write("t.csv", Self.ticks)
    let orders = folder.url.appending(path: "orders.csv")
    let equity = folder.url.appending(path: "equity.csv")
    let run = try SaudaProcess.run(
      ["replay", script, "--ticks", ticks, "--orders", orders.path, "--equity", equity.path])
    #expect(run.code == 0, "\(run.error)")
    let rows = try String(contentsOf: orders, encoding: .utf8).split(separator: "\n")
    #expect(rows.count == 2)
    #expect(
      rows[1].hasPrefix("BUY-1,SIM:A,BUY,10,100.05,2025-01-06T09:20:00.000+05:30,0.50,-0.50,"))
    let curve = try String(contentsOf: equity, encoding: .utf8).split(separator: "\n")
    #expect(
      curve == [
        "time,cash,equity,realized,unrealized",
        "2025-01-06T09:20:00.000+05:30,498999.00,499999.00,-0.50,-0.50",
        "2025-01-06T09:20:03.000+05:30,498999.00,499989.50,-0.50,-10.00",
      ])
  }

  @Test("the span from --from to --to is seen, and nothing else")
  func span() throws {
    let folder = try ScratchFolder()
    let script = try folder.write("one.lua", Self.buyer("one"))
    let ticks = try folder.write("t.csv", Self.ticks)
    let run = try SaudaProcess.run([
      "replay", script, "--ticks", ticks, "--json", "--from", "2025-01-06T09:20:01", "--to",
      "2025-01-06T09:20:03",
    ])
    #expect(run.text.contains("\"ticks\": 2,"))
    #expect(run.text.contains("\"first_tick\": \"2025-01-06T09:20:01.000+05:30\""))
  }

  @Test("target() turns a long around: it closes first, then opens the short")
  func targetTurnsAround() throws {
    let folder = try ScratchFolder()
    let script = try folder.write(
      "turn.lua",
      """
      strategy { name = "turn", symbols = { "SIM:A" }, allow_short = true }
      function on_tick(tick)
        if tick.seq == 1 then buy(tick.symbol, 10) end
        if tick.seq == 2 then target(tick.symbol, -5) end
      end
      function on_stop() log.info("held %d", position("SIM:A").qty) end
      """)
    let ticks = try folder.write("t.csv", Self.ticks)
    let run = try SaudaProcess.run(["replay", script, "--ticks", ticks, "--json"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.text.contains("\"denial_count\": 0,"))
    #expect(run.error.contains("held -5"))
  }

  @Test("without a verb the help is on stderr and the code is wrong usage")
  func noVerb() throws {
    let run = try SaudaProcess.run([])
    #expect(run.code == 64)
    #expect(run.error.contains("replay"))
    #expect(run.output.isEmpty)
  }
}
