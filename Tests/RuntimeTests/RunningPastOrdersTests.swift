import Foundation
import Testing

/// Runs of ticks against single ticks.
///
/// A script runs through many ticks in one call, past what it asks for; a script with a state is called
/// anew for each tick. Both must come to the same.
@Suite("Runs of ticks that go on past orders")
struct RunningPastOrdersTests {
  private static let ticks: String = {
    var rows = "time,symbol,bid,ask,ltp,volume\n"
    for second in 0..<1_500 {
      let swing = Double((second * 37) % 101) / 50 + (second / 300 % 2 == 0 ? 1 : 0)
      let price = String(format: "%.2f", 100 + swing)
      rows += "\(1_736_135_400_000 + second * 1_000),SIM:A,\(price),\(price),\(price),\(second)\n"
    }
    return rows
  }()

  private static let bodies: [(body: String, more: String, code: Int32)] = [
    ("if n % 3 == 0 then buy(S, 1) elseif n % 7 == 0 then close(S) end", "", 0),
    ("if n % 2 == 0 then buy(S, 1) else sell(S, 1) end if n == 9 then sell(S, 7) end", "", 0),
    (
      "if n % 5 == 0 then sell(S, 3) elseif n % 5 == 2 then buy(S, 3) end", "allow_short = true,", 0
    ),
    ("if n % 50 == 0 then buy(S, 1, { stop_loss = points(0.4) }) end", "", 0),
    (
      "if n % 9 == 0 then buy(S, 1, { type = 'limit', price = tick.ltp - 0.5 }) end if n % 40 == 0 then cancel_all() close(S) end",
      "", 0
    ),
    (
      "if n % 20 == 0 then after(7, function() close(S) end) end if n % 6 == 0 then buy(S, 2) end",
      "", 0
    ),
    (
      "if n % 4 == 0 then buy(S, 900) elseif n % 4 == 2 then close(S) end",
      "limits = { max_loss = 900 },", 0
    ),
    (
      "if n % 4 == 0 then buy(S, 9) elseif n % 4 == 2 then close(S) end",
      "limits = { max_orders = 40, cooldown = 9 },", 0
    ),
    (
      "if n % 8 == 0 then local o = buy(S, 1) print(o.id, o.status) end if n % 30 == 0 then close_all() end",
      "", 0
    ),
    (
      "if n % 6 == 0 then buy(S, 1) close(S) end if n == 700 then buy(S, 1) error('on purpose') end",
      "", 70
    ),
    ("if n % 6 == 0 then buy(S, 1) end if n == 600 then close(S) error('on purpose') end", "", 70),
    (
      "if n % 6 == 0 then buy(S, 1) end if n == 90 then for i = 1, 10001 do pcall(buy, S, 1) end end",
      "", 70
    ),
    ("if n % 6 == 0 then buy(S, 1) end if n == 60 then for i = 1, 150 do buy(S, 1) end end", "", 0),
    (
      "if n % 6 == 0 then buy(S, 1) end if n % 11 == 0 then target(S, 3) end if n == 99 then while true do end end",
      "", 70
    ),
  ]

  private static func report(_ run: SaudaProcess) throws -> NSDictionary {
    let object = try JSONSerialization.jsonObject(with: run.output)
    let report = try #require((object as? NSDictionary)?.mutableCopy() as? NSMutableDictionary)
    report.removeObject(forKey: "performance")
    report.removeObject(forKey: "script_sha256")
    return report
  }

  @Test(
    "orders, limits, timers, failures: the same report", arguments: bodies.indices, ["", "on_fill"])
  func same(index: Int, listener: String) throws {
    let (body, more, code) = Self.bodies[index]
    let folder = try ScratchFolder()
    let ticks = try folder.write("t.csv", Self.ticks)
    let runs = try ["unused = 1", "unused = state"].map { mention in
      let text = """
        strategy { name = "one", \(more) symbols = { "SIM:A" } }
        local \(mention)
        local S, n, heard = "SIM:A", 0, 0
        function on_tick(tick)
          n = n + 1
          \(body)
        end
        \(listener.isEmpty ? "" : "function \(listener)(x) heard = heard + 1 if heard % 5 == 0 then close(S) end end")
        """
      return try SaudaProcess.run(
        [
          "replay", try folder.write("one.lua", text), "--ticks", ticks, "--json", "--equity",
          folder.url.appending(path: "\(mention.count).csv").path,
        ])
    }
    #expect(runs[0].code == code && runs[1].code == code, "\(runs[0].error)\(runs[1].error)")
    #expect(runs[0].error == runs[1].error)
    #expect(try Self.report(runs[0]) == Self.report(runs[1]))
    #expect(runs[0].text.contains("\"BUY-"))
    let curves = try ["unused = 1", "unused = state"].map {
      try String(contentsOf: folder.url.appending(path: "\($0.count).csv"), encoding: .utf8)
    }
    #expect(curves[0] == curves[1])
  }
}
