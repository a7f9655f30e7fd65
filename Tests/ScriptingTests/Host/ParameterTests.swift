import Testing
import Trading

@testable import Scripting

@Suite("Parameters")
struct ParameterTests {
  private static let body = """
    strategy { name = "p", symbols = { "SIM:A" } }
    params { fast = { 10, min = 2, max = 50 }, rate = { 0.5, min = 0 }, on = true, word = "x", n = 3 }
    print(params.fast, params.rate, params.on, params.word, params.n)
    function on_tick() end
    """

  static let overrides: [([String], String)] = [
    ([], #"10\t0.5\ttrue\tx\t3"#),
    (["fast=5", "rate=2", "on=false", "word=a=b", "n=-7"], #"5\t2.0\tfalse\ta=b\t-7"#),
    (["fast=2", "fast=50"], #"50\t0.5\ttrue\tx\t3"#),
    (["p.fast=4", "q.fast=1000"], #"4\t0.5\ttrue\tx\t3"#),
  ]

  @Test(
    "a value from outside replaces the default before the top level reads it", arguments: overrides)
  func override(arguments: [String], expected: String) throws {
    var settings = ScriptSettings()
    settings.overrides = arguments.compactMap(ParameterOverride.parse)
    let stage = try Stage(Self.body, isWhole: true, settings: settings)
    #expect(stage.said.lines == [expected])
    #expect(stage.host.parameters.map(\.name) == ["fast", "n", "on", "rate", "word"])
  }

  static let misfits: [(String, String)] = [
    ("fast=1", "parameter fast: expected an integer from 2 to 50, was '1'"),
    ("fast=51", "parameter fast: expected an integer from 2 to 50, was '51'"),
    ("fast=5.0", "parameter fast: expected an integer from 2 to 50, was '5.0'"),
    ("fast=", "parameter fast: expected an integer from 2 to 50, was ''"),
    ("rate=-0.1", "parameter rate: expected a number from 0, was '-0.1'"),
    ("rate=nan", "parameter rate: expected a number from 0, was 'nan'"),
    ("rate=inf", "parameter rate: expected a number from 0, was 'inf'"),
    ("on=yes", "parameter on: expected true or false, was 'yes'"),
  ]

  @Test("a value that does not fit is named with its type and range", arguments: misfits)
  func misfit(argument: String, expected: String) throws {
    var settings = ScriptSettings()
    settings.overrides = [try #require(ParameterOverride.parse(argument))]
    #expect(refusal(of: Self.body, settings: settings) == .parameter(expected))
    let caught = "pcall(function() " + Self.body.replacing("\n", with: " ") + " end)"
    #expect(refusal(of: caught, settings: settings) == .parameter(expected))
  }

  @Test("parameters declared before the strategy's name get what was given for that name")
  func parametersFirst() throws {
    var settings = ScriptSettings()
    settings.overrides = [ParameterOverride(strategy: "late", name: "a", text: "9")]
    let stage = try Stage(
      """
      params { a = 1 }
      print(params.a)
      strategy { name = "late", symbols = { "SIM:A" } }
      function on_tick() end
      """, isWhole: true, settings: settings)
    #expect(stage.said.lines == ["9"])
    #expect(stage.host.appliedOverrides == [0])
  }

  @Test(
    "cannot be changed, nor the globals that stand for them, not even around their metatables",
    arguments: [
      "params.a = 2", "rawset(params, 'a', 2)", "table.insert(params, 2)",
      "setmetatable(params, {})", "rawset(_G, 'params', {})", "rawset(_G, 'state', {})",
      "params = {}",
    ])
  func fixed(words: String) throws {
    let stage = try Stage(
      """
      params { a = 1 }
      function on_tick()
        print(params.a, pcall(function() \(words) end))
        print(params.a, rawget(_G, "params"))
        local own = rawset({}, "x", 3)
        print(own.x, rawset(_G, "y", 4).y)
      end
      """)
    stage.tick()
    #expect(stage.said.lines.count == 3)
    #expect(
      stage.said.lines.first?.hasPrefix("1\\tfalse\\ttest.lua:3: ") == true, "\(stage.said.lines)")
    #expect(stage.said.lines.dropFirst() == [#"1\tnil"#, #"3\t4"#])
  }

  @Test("values nobody took are found")
  func leftOver() throws {
    let overrides = ["fast=5", "fst=5", "q.fast=1", "p.none=1"].compactMap(ParameterOverride.parse)
    var settings = ScriptSettings()
    settings.overrides = overrides
    let stage = try Stage(Self.body, isWhole: true, settings: settings)
    let problems = ParameterOverride.problems(
      overrides,
      scripts: [
        (name: "p", parameters: stage.host.parameters, applied: stage.host.appliedOverrides)
      ])
    #expect(
      problems == [
        "parameter fst: no script declares it (did you mean 'fast'?)",
        "parameter q.fast: no script is named q (did you mean 'p'?)",
        "parameter p.none: p does not declare it",
      ])
  }
}
