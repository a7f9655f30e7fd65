import Foundation
import Testing

@Suite("A new script")
struct NewScriptTests {
  @Test("is written with the editor's files, passes the check and trades the example day")
  func firstSteps() throws {
    let folder = try ScratchFolder()
    let made = try SaudaProcess.run(["new", "my_rule"], folder: folder.url)
    #expect(made.code == 0, "\(made.error)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    #expect(files == [".luarc.json", "my_rule.lua", "sauda.stub.lua"])
    let settings = try Data(contentsOf: folder.url.appending(path: ".luarc.json"))
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: settings) }
    let check = try SaudaProcess.run(["check", "my_rule.lua"], folder: folder.url)
    #expect(check.code == 0, "\(check.error)")
    let ticks = SaudaProcess.root.appending(path: ReferenceTests.ticks).path
    let run = try SaudaProcess.run(
      ["replay", "my_rule.lua", "--ticks", ticks, "--json"], folder: folder.url)
    #expect(run.code == 0, "\(run.error)")
    #expect(run.text.contains("\"BUY-1\""))
  }

  @Test("never overwrites one that is there")
  func noOverwriting() throws {
    let folder = try ScratchFolder()
    let path = try folder.write("mine.lua", "-- precious")
    let made = try SaudaProcess.run(["new", "mine"], folder: folder.url)
    #expect(made.code == 74)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "-- precious")
  }

  @Test("has a name of the alphabet", arguments: ["", "Upper", "a b", "../x", "ünicode"])
  func names(name: String) throws {
    let folder = try ScratchFolder()
    let made = try SaudaProcess.run(["new", name], folder: folder.url)
    #expect(made.code == 64)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test("the editor's definitions name every global of the API")
  func stubs() throws {
    let run = try SaudaProcess.run(["stubs"])
    #expect(run.code == 0)
    #expect(run.text.hasPrefix("---@meta\n"))
    for name in ["buy", "sell", "protect", "size_by_risk", "every"] {
      #expect(run.text.contains("function \(name)("))
    }
  }
}

@Suite("sauda check and names nobody defines")
struct UnknownNameTests {
  private static let head = "strategy { name = \"names\", symbols = { \"SIM:A\" } }\n"

  @Test("A misspelt function is named with its line, and the answer is no")
  func misspelt() throws {
    let folder = try ScratchFolder()
    let script = try folder.write(
      "names.lua", Self.head + "function on_tick(tick)\n  bui(\"SIM:A\", 1)\nend\n")
    let result = try SaudaProcess.run(["check", script])
    #expect(result.code == 1)
    #expect(
      result.lastLine == "names.lua:3: nobody defines 'bui' (did you mean 'buy'?)",
      "\(result.error)")
  }

  @Test("Options, callbacks, symbols and fields are named in the order of their lines")
  func reviewed() throws {
    let folder = try ScratchFolder()
    let script = try folder.write(
      "names.lua",
      Self.head + """
        function on_tik(tick) end
        function on_tick(tick)
          if tick.lpt > 1 then buy(tick.symbol, 1, { stoploss = 1 }) end
          local held = position("SIM:B").qty
        end

        """)
    let result = try SaudaProcess.run(["check", script])
    #expect(result.code == 1)
    #expect(
      result.error == """
        names.lua:2: nobody calls on_tik (did you mean 'on_tick'?)
        names.lua:4: buy: unknown key 'stoploss' (did you mean 'stop_loss'?)
        names.lua:4: tick has no field 'lpt' (did you mean 'ltp'?)
        names.lua:5: position: unknown symbol 'SIM:B' (did you mean 'SIM:A'?); \
        strategy{ symbols = … } lists those it may use

        """)
  }

  @Test("The modules of a script are looked at as well")
  func modules() throws {
    let folder = try ScratchFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "lib"), withIntermediateDirectories: true)
    _ = try folder.write(
      "lib/entry.lua", "return function(s)\n  return buy(s, 1, { stoploss = 1 })\nend\n")
    let script = try folder.write(
      "names.lua",
      Self.head + "local enter = require \"lib.entry\"\nfunction on_tick(t) enter(t.symbol) end\n")
    let result = try SaudaProcess.run(["check", script])
    #expect(result.code == 1)
    #expect(
      result.lastLine == "lib/entry.lua:2: buy: unknown key 'stoploss' (did you mean 'stop_loss'?)",
      "\(result.error)")
  }

  @Test("What a module may have defined is a hint only")
  func module() throws {
    let folder = try ScratchFolder()
    let script = try folder.write(
      "names.lua",
      Self.head + "function on_tick(tick)\n  local x = _G and helper\nend\n")
    let result = try SaudaProcess.run(["check", script])
    #expect(result.code == 0)
    #expect(result.lastLine.contains("'helper'"))
  }

  @Test(
    "The examples know their names",
    arguments: [
      "hello", "ema_cross", "atr_trail", "opening_range", "pair",
    ])
  func examples(name: String) throws {
    let result = try SaudaProcess.run(["check", "examples/\(name).lua"])
    #expect(result.code == 0, "\(result.error)")
    #expect(!result.error.contains("nobody defines"))
  }
}
