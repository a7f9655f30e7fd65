import Foundation
import Testing

/// Ticks from a file, which each script may run through ahead, against ticks from standard input.
///
/// The latter are always taken in turns; both must come to the same.
@Suite("Several scripts, ahead of each other and in turns")
struct RunningAheadTests {
  /// Forty minutes of three symbols whose prices swing.
  private static let ticks: String = {
    var rows = "time,symbol,bid,ask,ltp,volume\n"
    for second in 0..<2_400 {
      let symbol = ["A", "B", "C"][second * 7 % 3]
      let swing = Double((second * 37) % 101) / 50 + (second / 300 % 2 == 0 ? 1 : 0)
      let price = String(format: "%.2f", 100 + swing)
      rows +=
        "\(1_736_135_400_000 + second * 1_000),SIM:\(symbol),\(price),\(price),\(price),\(second)\n"
    }
    return rows
  }()

  private static func script(_ name: String, _ symbol: String, body: String) -> String {
    """
    strategy { name = "\(name)", symbols = { "SIM:\(symbol)" } }
    local S = "SIM:\(symbol)"
    local n = 0
    function on_tick(tick)
      n = n + 1
      \(body)
    end
    """
  }

  private static let crosses = """
    if n % 7 == 0 and position(S).qty == 0 then buy(S, 3) end
    if n % 11 == 0 and position(S).qty > 0 then close(S) end
    """
  private static let stops = """
    if n % 13 == 0 and position(S).qty == 0 then
      buy{ symbol = S, qty = 2, stop_loss = points(0.3), take_profit = points(0.4), tag = "g" }
    end
    """
  private static let limits = """
    if n % 29 == 0 then buy(S, 1, { type = "limit", price = tick.ltp - 0.5 }) end
    if n % 31 == 0 then cancel_all() end
    if n % 97 == 0 then close_all() end
    """
  private static let reader = """
    if n % 17 == 0 then
      local order = buy(S, 1)
      if tonumber(order.id:sub(5)) % 2 == 0 then close(S) end
    end
    """
  private static let failing = """
    if n % 5 == 0 then buy(S, 1) end
    if n == 400 then error("on purpose") end
    """

  /// The report without what depends on the run.
  private static func report(_ run: SaudaProcess) throws -> NSDictionary {
    let object = try JSONSerialization.jsonObject(with: run.output)
    let report = try #require(object as? NSDictionary).mutableCopy() as? NSMutableDictionary
    report?.removeObject(forKey: "performance")
    return try #require(report)
  }

  private func compare(_ bodies: [String], code: Int32) throws {
    let folder = try ScratchFolder()
    let scripts = try zip(bodies, ["A", "B", "C"]).enumerated().map { index, pair in
      try folder.write("s\(index).lua", Self.script("s\(index)", pair.1, body: pair.0))
    }
    let ticks = try folder.write("t.csv", Self.ticks)
    let ahead = try SaudaProcess.run(["replay"] + scripts + ["--ticks", ticks, "--json"])
    let turns = try SaudaProcess.run(
      ["replay"] + scripts + ["--ticks", "-", "--json"], input: Data(Self.ticks.utf8))
    #expect(ahead.code == code && turns.code == code, "\(ahead.error)\(turns.error)")
    #expect(ahead.error == turns.error)
    #expect(try Self.report(ahead) == Self.report(turns))
    #expect(ahead.text.contains("\"order_id\": \"BUY-"))
    // A pipe with a name, which cannot be read a second time either.
    let pipe = try SaudaProcess.run(
      ["replay"] + scripts + ["--ticks", "/dev/stdin", "--json"], input: Data(Self.ticks.utf8))
    #expect(pipe.code == code && pipe.error == turns.error, "\(pipe.error)")
    #expect(try Self.report(pipe) == Self.report(turns))
  }

  @Test("orders, stops, limits: the same report, numbers and all")
  func plain() throws { try compare([Self.crosses, Self.stops, Self.limits], code: 0) }

  @Test("a script that looks at the number of its new order gets the right one")
  func looksAtNumber() throws { try compare([Self.crosses, Self.reader, Self.stops], code: 0) }

  @Test("when one fails, the books of all are those of that tick")
  func failure() throws { try compare([Self.crosses, Self.failing, Self.limits], code: 70) }

  @Test("what they print comes in the order of ticks, once")
  func output() throws {
    let printing = "if n % 50 == 0 then print('at', n) buy(S, 1) end"
    try compare([printing, Self.crosses, printing], code: 0)
  }

  @Test(
    "one script of several symbols does the same with a state, for which each tick is a call of its own",
    arguments: [
      "local symbol, seq = tick.symbol, tick.seq",
      "local t = tick:copy() local symbol, seq = t.symbol, t.seq",
    ])
  func severalSymbols(reading: String) throws {
    func text(_ mention: String) -> String {
      """
      strategy { name = "many", symbols = { "SIM:A", "SIM:B", "SIM:C" } }
      local \(mention)
      function on_tick(tick)
        \(reading)
        if seq % 9 == 0 and position(symbol).qty == 0 then buy(symbol, 2) end
        if seq % 25 == 0 and position(symbol).qty > 0 then close(symbol) end
        if seq % 100 == 0 then print(symbol, seq, tick.ltp, account().equity) end
      end
      """
    }
    let folder = try ScratchFolder()
    let ticks = try folder.write("t.csv", Self.ticks)
    let runs = try ["unused = 1", "unused = state"].map { mention in
      try SaudaProcess.run(
        ["replay", try folder.write("many.lua", text(mention)), "--ticks", ticks, "--json"])
    }
    #expect(runs[0].code == 0, "\(runs[0].error)")
    #expect(runs[0].error == runs[1].error && runs[0].error.split(separator: "\n").count == 24)
    let reports = try runs.map { run in
      let report = try #require(try Self.report(run).mutableCopy() as? NSMutableDictionary)
      report.removeObject(forKey: "script_sha256")
      return report
    }
    #expect(reports[0] == reports[1])
    #expect(runs[0].text.contains("\"SELL-"))
  }

  @Test(
    "ticks of symbols that no script declares change nothing, wherever they stand",
    arguments: [1, 2, 3])
  func undeclared(count: Int) throws {
    let folder = try ScratchFolder()
    let bodies = [Self.crosses, Self.stops, Self.limits]
    let scripts = try (0..<count).map { index in
      try folder.write(
        "s\(index).lua", Self.script("s\(index)", ["A", "B", "C"][index], body: bodies[index]))
    }
    var mixed = Self.ticks.split(separator: "\n")
    for place in stride(from: mixed.count - 1, to: 0, by: -1) where place % 5 != 2 {
      let time = mixed[place].prefix { $0 != "," }
      for symbol in ["SIM:X", "SIM:Y"].prefix(1 + place % 2) {
        mixed.insert("\(time),\(symbol),7,8,7.5,0", at: place)
      }
    }
    let reports = try [("plain", Self.ticks), ("mixed", mixed.joined(separator: "\n") + "\n")].map {
      let ticks = try folder.write("\($0.0).csv", $0.1)
      let run = try SaudaProcess.run(["replay"] + scripts + ["--ticks", ticks, "--json"])
      #expect(run.code == 0, "\(run.error)")
      let report = try #require(try Self.report(run).mutableCopy() as? NSMutableDictionary)
      let ignored = report["ignored_ticks"] as? Int ?? 0
      report.removeObject(forKey: "ignored_ticks")
      report["strategies"] = (report["strategies"] as? [[String: Any]])?.map { strategy in
        strategy.filter { $0.key != "ignored_ticks" }
      }
      return (report, ignored)
    }
    #expect(reports[0].0 == reports[1].0)
    #expect(reports[1].1 - reports[0].1 == mixed.count - 2_401)
  }
}
