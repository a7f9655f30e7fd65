import Market
import Testing
import Trading

@testable import Scripting

@Suite("Words, timers and modules")
struct WordTests {
  @Test("log lines, alerts, plots and marks reach the sink, printable")
  func words() throws {
    let stage = try Stage(
      #"""
      print("top", nil, 1.5)
      function on_tick(tick)
        log.debug("%d of %s", 3, "x") log.info("50% done, 100%%") log.warn(42) log.error("%5.2f", 1)
        alert("look %s", "here") plot("ema", tick.ltp) plot("gap", 0/0) mark("entry\n\27[31m")
        log.info("%s", "\xff\u{202e}é\0")
      end
      """#)
    stage.tick(100.5)
    #expect(
      stage.said.outputs == [
        .line(.info, #"top\tnil\t1.5"#), .line(.debug, "3 of x"), .line(.info, "50% done, 100%"),
        .line(.warn, "42"), .line(.error, " 1.00"), .line(.alert, "look here"),
        .plot(name: "ema", value: 100.5), .mark(#"entry\n\x1B[31m"#),
        .line(.info, #"\xFF\u{202E}é\x00"#),
      ])
    #expect(stage.said.times.first == .some(nil))
    #expect(stage.said.times.last == .some(EventTime(milliseconds: 1_736_135_401_000)))
  }

  @Test("a format that does not fit is the script's error")
  func badFormat() throws {
    let stage = try Stage("\nfunction on_tick() log.info('%d', 1.5) end")
    let failure = stage.tick().failure
    #expect(failure?.source == "test.lua:2")
    #expect(
      failure?.message.hasPrefix("log.info: bad argument") == true, "\(failure?.message ?? "")")
  }

  @Test("lines are cut, and too many of them are dropped with one notice")
  func limits() throws {
    // The limits of output are at stake, not the time that this machine needs for so much of it.
    var settings = ScriptSettings()
    settings.callbackBudget = 2_000_000_000
    let stage = try Stage(
      """
      function on_tick(tick)
        if tick.seq == 1 then print(("x"):rep(100000)) end
        if tick.seq == 2 then for i = 1, 300 do print(i) end end
        if tick.seq == 3 then print("again") end
        if tick.seq == 4 then for i = 1, 100 do print(("x"):rep(1000)) end end
      end
      """, settings: settings)
    stage.tick()
    #expect(stage.said.lines.map { $0.utf8.count } == [8_195])
    stage.said.outputs = []
    stage.tick()
    #expect(stage.said.lines.count == 201)
    #expect(stage.said.lines.last == "more than 200 lines in a second: some are dropped")
    #expect(
      Array(stage.said.outputs.suffix(100))
        == [ScriptOutput](repeating: .dropped(.info, count: 1), count: 100))
    stage.said.outputs = []
    stage.tick()
    #expect(stage.said.lines == ["again"])
    stage.said.outputs = []
    stage.tick()
    #expect(stage.said.lines.reduce(0) { $0 + $1.utf8.count } < 66_000)
    #expect(stage.said.lines.last?.hasPrefix("more than 64 KiB") == true)
  }

  @Test("alerts have a limit of their own, which lines do not use up")
  func alerts() throws {
    var settings = ScriptSettings()
    settings.callbackBudget = 2_000_000_000
    let stage = try Stage(
      """
      function on_tick(tick)
        if tick.seq == 1 then for i = 1, 300 do print(("x"):rep(1000)) end end
        for i = 1, 40 do alert("%d", i) end
      end
      """, settings: settings)
    stage.tick()
    #expect(
      Array(stage.said.outputs.suffix(40)) == (1...40).map { ScriptOutput.line(.alert, "\($0)") })
    stage.said.outputs = []
    stage.tick()
    var expected: [ScriptOutput] = (1...20).map { .line(.alert, "\($0)") }
    expected.append(.line(.warn, "more than 60 alerts in a minute: some are dropped"))
    expected += [ScriptOutput](repeating: .dropped(.alert, count: 1), count: 20)
    #expect(stage.said.outputs == expected)
  }

  @Test("counts of what was dropped add up, however a script speaks")
  func dropped() {
    var outputs: [ScriptOutput] = [.mark("m")]
    for _ in 0..<1_000 {
      outputs.add(.dropped(.info, count: 1))
      outputs.add(.dropped(.alert, count: 2))
    }
    #expect(outputs == [.mark("m"), .dropped(.info, count: 1_000), .dropped(.alert, count: 2_000)])
  }

  @Test(
    "timers set anywhere fire their functions; those of the top level start with the first call")
  func timers() throws {
    let stage = try Stage(
      """
      local early = every(0.5, function() print("every") end)
      local never = after(3, print)
      print(never:cancel(), never:cancel())
      at("15:10", function() print("at") end)
      function on_start() after(0, function() print("once") end) end
      function on_tick() print(early:cancel()) end
      """)
    stage.call(.start(mode: .replay, isResumed: false, openPositions: []))
    #expect(
      stage.desk.timers == [
        .every(nanoseconds: 500_000_000), .daily(secondOfDay: 54_600), .after(nanoseconds: 0),
      ])
    for id: Int32 in [100, 101, 102, 102, 100] { stage.call(.timer(id: id)) }
    stage.tick()
    stage.call(.timer(id: 100))
    #expect(stage.desk.cancelledTimers == [100])
    #expect(
      stage.said.lines == [#"true\tfalse"#, "every", "at", "once", "every", "true"])
  }

  @Test("too many timers are the script's error")
  func timerFlood() throws {
    let stage = try Stage("function on_tick() for i = 1, 4 do every(1, print) end end")
    stage.desk.timersAtMost = 3
    #expect(stage.tick().failure?.message.contains("at most") == true)
  }

  @Test("modules are loaded once, by name, from the folder the host gives")
  func modules() throws {
    let stage = try Stage(
      """
      local a = require "lib.a"
      print(a.n, require("lib.a") == a, require "lib.deep.b")
      function on_tick() end
      """,
      modules: ["lib.a": "print('once') return { n = 5 }", "lib.deep.b": "x = 1"])
    #expect(stage.said.lines == ["once", #"5\ttrue\ttrue"#])
    #expect(stage.host.modules.map(\.name) == ["lib.a", "lib.deep.b"])
  }

  @Test(
    "names of modules that are none, and modules that fail, are refused with a reason",
    arguments: [
      ("lib.none", "there is no lib.none"), ("a", "expected lib.NAME"),
      ("lib", "expected lib.NAME"),
      ("lib.", "expected lib.NAME"), ("lib..x", "expected lib.NAME"),
      ("lib./x", "expected lib.NAME"), ("lib.X", "expected lib.NAME"),
      ("../../etc/passwd", "expected lib.NAME"), ("lib.cycle", "requires itself"),
      ("lib.wrong", "lib/wrong.lua:2"), ("lib.syntax", "lib/syntax.lua:1"),
    ])
  func badModules(name: String, part: String) throws {
    let modules = [
      "lib.cycle": "require 'lib.cycle'", "lib.wrong": "\nerror('no')", "lib.syntax": "x x",
    ]
    let stage = try Stage("function on_tick() require '\(name)' end", modules: modules)
    let failure = stage.tick().failure
    let text = "\(failure?.source ?? "") \(failure?.message ?? "")"
    let isThere = text.contains(part)
    #expect(isThere, "\(text)")
  }

  @Test("close, target and cancel_all ask for what they say")
  func closing() throws {
    let stage = try Stage(
      """
      function on_tick(tick)
        if tick.seq == 1 then
          buy("SIM:B", 3) print(#close_all(), close("SIM:A", { tag = "c" }).side)
          print(target("SIM:A", 10) == nil, target("SIM:A", 4).qty, target("SIM:A", 0/0).ok)
          print(target("SIM:A", -5))
        else print(cancel_all(), modify(orders()[1], { qty = 5, price = 10.5 })) end
      end
      """)
    var view = PositionView(instrument: stage.id("SIM:A"))
    view.quantity = 10
    stage.desk.positions[stage.id("SIM:A")] = view
    #expect(stage.tick().failure == nil)
    let asked = stage.desk.requests.map { "\($0.side.text) \($0.quantity) \($0.tag)" }
    #expect(
      asked == [
        "BUY whole(3) ", "SELL whole(10) ", "SELL whole(10) c", "SELL whole(6) ",
        #"BUY invalid("nan") "#, "SELL whole(10) ", "SELL whole(5) ",
      ])
    #expect(stage.desk.requests[1].cancelsRestingExits)
    stage.desk.orders[1].status = .executed
    stage.tick()
    #expect(stage.desk.cancelled == [0, 2, 3, 4, 5, 6])
    #expect(stage.desk.modified.first?.0 == 0)
    #expect(
      stage.said.lines == [
        #"1\tSELL"#, #"true\t6\ttrue"#, #"order SELL-6\torder SELL-7"#, #"6\ttrue"#,
      ])
  }
}
