import Foundation
import Testing

@Suite("Where increments, lots and freeze quantities come from")
struct InstrumentSourceTests {
  /// Rows in the form of FYERS' published symbol master (21 columns, no header).
  static let master = """
    10100000003045,STATE BANK OF INDIA,0,1,0.05,,0915-1530:,2026-11-18,,NSE:SBIN-EQ,10,10,3045,SBIN,3045,-1.0,XX,10100000003045,None,0,0.0
    101126112468407,NIFTY 24 Nov 26 FUT,11,65,0.1,,0915-1530:,2026-11-18,,NSE:NIFTY26NOVFUT,10,11,68407,NIFTY,68407,-1.0,XX,101126112468407,None,0,0.0
    101000000026000,NIFTY50-INDEX,10,0,0.05,,0915-1530:,2026-11-18,,NSE:NIFTY50-INDEX,10,10,26000,NIFTY,26000,-1.0,XX,101000000026000,None,0,0.0

    """
  /// The same of two symbols in the form of its JSON file.
  static let json = """
    {"NSE:NIFTY26NOVFUT": {"minLotSize": 65, "tickSize": 0.1, "qtyFreeze": "1800"},
     "NSE:SBIN-EQ": {"minLotSize": 1, "tickSize": 0.05, "qtyFreeze": ""}}
    """
  static let future = "NSE:NIFTY26NOVFUT"
  /// 18 November 2026, a Wednesday, from 10:00 on.
  static let ticks = """
    time,symbol,bid,ask,ltp
    1794976200000,NSE:NIFTY26NOVFUT,100.00,100.00,100.00
    1794976201000,NSE:NIFTY26NOVFUT,101.00,101.00,101.00

    """

  static func script(_ symbols: String, _ body: String = "") -> String {
    """
    strategy { name = "known", symbols = { \(symbols) } }
    function on_tick(tick)
      if tick.seq > 1 then return end
      local i = instrument(tick.symbol)
      print(string.format("[%s %s %s]", i.increment, i.lot, i.freeze))
      \(body)
    end
    """
  }

  /// Replays the ticks in a folder that has the master, with options; nothing else is known.
  static func run(
    _ options: [String], body: String = "", symbols: String = "\"\(future)\"",
    verb: String = "replay", prepare: (ScratchFolder) throws -> Void = { _ in }
  ) throws -> SaudaProcess {
    let folder = try ScratchFolder()
    _ = try folder.write("master.csv", master)
    _ = try folder.write("master.json", json)
    _ = try folder.write("ticks.csv", ticks)
    _ = try folder.write("known.lua", script(symbols, body))
    try prepare(folder)
    let input = verb == "replay" ? ["--ticks", "ticks.csv", "--json"] : []
    return try SaudaProcess.run(
      [verb, "known.lua"] + input + options, environment: ["SAUDA_DATA_DIR": "data"],
      folder: folder.url)
  }

  /// Makes the data folder keep a segment's master of a day.
  static func keep(_ text: String, _ name: String, in folder: ScratchFolder) throws {
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "data/symbols"), withIntermediateDirectories: true)
    _ = try folder.write("data/symbols/\(name)", text)
  }

  @Test(
    "the command line counts most, then the master it names",
    arguments: [
      ([], "[1e-06 1 nil]"), (["--instruments", "master.csv"], "[0.1 65 nil]"),
      (["--instruments", "master.json"], "[0.1 65 1800]"),
      (["--instruments", "master.json", "--lot", "\(future)=75"], "[0.1 75 1800]"),
      (["--instruments", "master.csv", "--increment", "\(future)=0.2"], "[0.2 65 nil]"),
      (["--lot", "\(future)=75", "--increment", "\(future)=0.05"], "[0.05 75 nil]"),
    ] as [([String], String)])
  func order(options: [String], says: String) throws {
    let run = try Self.run(options)
    #expect(run.code == 0, "\(run.error)")
    #expect(run.error.contains(says), "\(run.error)")
  }

  @Test("without a master given, the newest one that the data folder keeps is asked")
  func kept() throws {
    let old = Self.master.replacing(",65,0.1,", with: ",50,0.05,")
    let run = try Self.run([]) { folder in
      try Self.keep(old, "NSE_FO-2026-11-16.csv", in: folder)
      try Self.keep(Self.master, "NSE_FO-2026-11-17.csv", in: folder)
    }
    #expect(run.error.contains("[0.1 65 nil]"), "\(run.error)")
    #expect(run.text.contains("\"warnings\": []"), "\(run.text)")
    let given = try Self.run(["--instruments", "master.json"]) { folder in
      try Self.keep(old, "NSE_FO-2026-11-16.csv", in: folder)
    }
    #expect(given.error.contains("[0.1 65 1800]"), "\(given.error)")
  }

  @Test("a lot that is broken and a quantity above the freeze are denied")
  func denied() throws {
    let body = """
      for _, qty in ipairs { 70, 1885, 130 } do
        local order = buy(tick.symbol, qty)
        print(qty .. "=" .. tostring(order.reason))
      end
      """
    let run = try Self.run(["--instruments", "master.json", "--cash", "1000000"], body: body)
    for line in ["70=LOT_SIZE", "1885=QUANTITY"] {
      #expect(run.error.contains(line), "\(run.error)")
    }
    #expect(run.text.contains("at most the freeze quantity 1800 in one order, was 1885"))
    #expect(run.text.contains("\"order_count\": 1,"))
  }

  @Test("an index cannot be traded")
  func index() throws {
    let run = try Self.run(
      ["--instruments", "master.csv"],
      body: #"print("buy=" .. tostring(buy(tick.symbol, 1).reason))"#,
      symbols: #""NSE:NIFTY50-INDEX""#
    ) { folder in
      _ = try folder.write(
        "ticks.csv", Self.ticks.replacing(Self.future, with: "NSE:NIFTY50-INDEX"))
    }
    #expect(run.error.contains("buy=LOT_SIZE"), "\(run.error)")
  }

  @Test("what nobody knows is warned of by name, and what a given master does not have")
  func warnings() throws {
    let symbols = #""NSE:NIFTY26NOVFUT", "MCX:GOLD26DECFUT", "SIM:A""#
    for verb in ["replay", "check"] {
      let run = try Self.run([], symbols: symbols, verb: verb)
      #expect(run.code == 0, "\(run.error)")
      let said = verb == "replay" ? run.text : run.error
      #expect(
        said.contains(
          "nothing is known of NSE:NIFTY26NOVFUT, MCX:GOLD26DECFUT: "
            + "increment 0.000001 and lot 1 were assumed"), "\(said)")
      let given = try Self.run(
        ["--instruments", "master.csv", "--lot", "MCX:GOLD26DECFUT=2"], symbols: symbols, verb: verb
      )
      let found = verb == "replay" ? given.text : given.error
      #expect(found.contains("master.csv does not have MCX:GOLD26DECFUT"), "\(found)")
      #expect(
        found.contains("nothing is known of MCX:GOLD26DECFUT: increment 0.000001 was assumed"))
    }
    let simulated = try Self.run([], symbols: #""SIM:A""#, verb: "check")
    #expect(simulated.error.isEmpty, "\(simulated.error)")
  }

  @Test("a malformed master is refused with its line, a missing one is an input error")
  func malformed() throws {
    for verb in ["replay", "check"] {
      let bad = try Self.run(["--instruments", "bad.csv"], verb: verb) { folder in
        _ = try folder.write("bad.csv", Self.master.replacing(",65,0.1,", with: ",many,0.1,"))
      }
      #expect(bad.code == 65, "\(bad.error)")
      #expect(
        bad.lastLine
          == "bad.csv:2: expected a lot, a whole number from 0 in column 4, was many")
      let absent = try Self.run(["--instruments", "absent.csv"], verb: verb)
      #expect(absent.code == 74, "\(absent.error)")
      #expect(absent.lastLine.hasPrefix("absent.csv: cannot open the symbol master"))
      #expect(try Self.run(["--instruments", "."], verb: verb).code == 74)
    }
  }

  @Test(
    "a lot that is none, and a symbol that no script declares, is wrong usage",
    arguments: ["x", "NSE:X", "\(future)=0", "\(future)=-5", "\(future)=1.5", "=5", "NSE:X-EQ=5"])
  func lots(text: String) throws {
    #expect(try Self.run(["--lot", text]).code == 64)
  }
}
