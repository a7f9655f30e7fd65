import Money
import Testing
import Trading

@testable import Scripting

@Suite("Loading a script")
struct LoadingTests {
  @Test("a full declaration is read exactly")
  func declaration() throws {
    let stage = try Stage(
      """
      strategy {
        name = "ema_cross-1", version = 3, symbols = { "SIM:A", "SIM:B" }, bars = { "1m", "5m" },
        product = "MARGIN", allow_short = true, trigger = "quote", no_entry_after = "14:30", square_off = "14:55:30",
        limits = { max_loss = 5000.5, max_orders = 50, max_quantity = 500.0, max_notional = 200000,
                   max_positions = 3, cooldown = 60 },
        on_error = "flatten",
      }
      function on_tick() end
      """, isWhole: true)
    var expected = StrategyDeclaration(name: "ema_cross-1", symbols: ["SIM:A", "SIM:B"])
    expected.version = 3
    expected.bars = ["1m", "5m"]
    expected.product = .margin
    expected.trigger = .quote
    expected.allowsShort = true
    expected.noEntryAfterSecond = 52_200
    expected.squareOff = .at(secondOfDay: 53_730)
    expected.limits.maxLoss = .init(micros: 5_000_500_000)
    expected.limits.maxOrders = 50
    expected.limits.maxQuantity = 500
    expected.limits.maxNotional = .init(rupees: 200_000)
    expected.limits.maxPositions = 3
    expected.limits.cooldownSeconds = 60
    expected.onError = .flatten
    #expect(stage.host.declaration == expected)
    #expect(stage.host.callbacks == ["on_tick"])
  }

  /// A script that must not load, and what the message must hold.
  static let refusals: [(String, String)] = [
    ("function on_tick() end", "strategy{} is missing"),
    (
      #"strategy { symbols = { "A" } } function on_tick() end"#,
      "t.lua:1: strategy: name is missing"
    ),
    (#"strategy { name = "a" } function on_tick() end"#, "strategy: symbols is missing"),
    (#"strategy { name = "Ab", symbols = { "A" } }"#, "expected 1 to 40 of a-z 0-9 _ -, was 'Ab'"),
    (#"strategy { name = 5, symbols = { "A" } }"#, "name: expected text, was a number"),
    (
      #"strategy { name = "a", symbol = { "A" } }"#,
      "unknown key 'symbol' (did you mean 'symbols'?)"
    ),
    (#"strategy { name = "a", symbols = "A" }"#, "symbols: expected a table, was a string"),
    (#"strategy { name = "a", symbols = {} }"#, "symbols is missing"),
    (#"strategy { name = "a", symbols = { 1 } }"#, "symbols: expected text, was a number"),
    (#"strategy { name = "a", symbols = { a = "B" } }"#, "expected a list"),
    (#"strategy { name = "a", symbols = { "A", "A" } }"#, "A is there twice"),
    (#"strategy { name = "a", symbols = { "A\xff" } }"#, "printable"),
    (#"strategy { name = "a", symbols = { "A" }, bars = { "2m" } }"#, "expected one of 1s 5s"),
    (#"strategy { name = "a", symbols = { "A" }, product = "intraday" }"#, "INTRADAY"),
    (#"strategy { name = "a", symbols = { "A" }, allow_short = 1 }"#, "expected true or false"),
    (#"strategy { name = "a", symbols = { "A" }, no_entry_after = "25:00" }"#, "expected HH:MM"),
    (#"strategy { name = "a", symbols = { "A" }, square_off = "later" }"#, #""auto" or "never""#),
    (#"strategy { name = "a", symbols = { "A" }, on_error = "stop" }"#, "exit_only flatten halt"),
    (#"strategy { name = "a", symbols = { "A" }, limits = { max_los = 1 } }"#, "'max_loss'"),
    (#"strategy { name = "a", symbols = { "A" }, limits = { max_orders = 1.5 } }"#, "whole number"),
    (#"strategy { name = "a", symbols = { "A" }, limits = { max_loss = -1 } }"#, "above 0"),
    (#"strategy { name = "a", symbols = { "A" }, version = "1" }"#, "version: expected a whole"),
    (Stage.declaration, "neither on_tick nor on_bar"),
    (Stage.declaration + "function on_tik() end", "(did you mean 'on_tick'?)"),
    (Stage.declaration + "on_tick = 42", "on_tick: expected a function, was a number"),
    (Stage.declaration + "on_tick = print on_fill = {}", "on_fill: expected a function"),
    (Stage.declaration + Stage.declaration, "stands twice"),
    (Stage.declaration + "\nfunction on_tick(t)\n if t.ltp > 1 the\n end", "t.lua:3: "),
    (Stage.declaration + "\nerror('no')", "t.lua:2: no"),
    (Stage.declaration + "buy('SIM:A', 1)", "not available while the script loads"),
    (Stage.declaration + "position('SIM:A')", "not available while the script loads"),
    (Stage.declaration + "now()", "not available while the script loads"),
    (Stage.declaration + "rule('a b', print)", "rule: name: expected"),
    (Stage.declaration + "rule('a')", "rule: a: expected a function, was nil"),
    (Stage.declaration + "state = {}", "'state' cannot be replaced"),
    (Stage.declaration + "params = {}", "'params' cannot be replaced"),
    (Stage.declaration + "state.f = print function on_tick() end", "function"),
    (Stage.declaration + "params { a = { 1, mni = 2 } }", "(did you mean 'min'?)"),
    (Stage.declaration + "params { a = { 1, min = 2 } }", "the default 1 is not an integer from 2"),
    (Stage.declaration + "params { a = { 1, min = 5, max = 2 } }", "min 5.0 is above max 2.0"),
    (Stage.declaration + "params { a = { 'x', min = 5 } }", "min goes with a number"),
    (Stage.declaration + "params { a = { {} } }", "expected a number, text, true or false"),
    (
      Stage.declaration + "params { a = 1 } print(params.b)",
      "unknown parameter 'b' (did you mean 'a'?)"
    ),
    (Stage.declaration + "params { a = 1 } params.a = 2", "read-only"),
    (Stage.declaration + "params { a = 1 } params { b = 1 }", "stands twice"),
    (Stage.declaration + "params { [1] = 1 }", "expected names such as fast"),
    ("\u{1B}Lua", "bytecode"),
  ]

  @Test("a faulty script is refused with its line and the reason", arguments: refusals)
  func refused(text: String, part: String) {
    let problem = refusal(of: text)
    guard case .refused(let failure)? = problem else {
      Issue.record("loaded, or \(String(describing: problem)): \(text)")
      return
    }
    let message = "\(failure.source): \(failure.message)".replacing("test.lua", with: "t.lua")
    let isThere = message.contains(part)
    #expect(isThere, "\(message)")
    #expect(failure.source.hasPrefix("test.lua"))
  }

  @Test("a top level that never ends is refused as out of time")
  func endless() {
    var settings = ScriptSettings()
    settings.startBudget = 20_000_000
    guard case .refused(let failure)? = refusal(of: "while true do end", settings: settings) else {
      Issue.record("loaded")
      return
    }
    #expect(failure.kind == .time)
  }

  @Test("closing a script leaves no memory behind")
  func closing() throws {
    let stage = try Stage("rule('x', print) function on_tick() buy('SIM:A', 1) end every(1, print)")
    stage.tick()
    #expect(stage.host.close() == 0)
  }
}
