import Money
import Testing
import Trading

@testable import Scripting

@Suite("Rules")
struct RuleTests {
  static let answers: [(String, String)] = [
    ("", "keep"), ("return nil", "keep"), ("return 99.5", "stop price 99500000000"),
    ("return pct(2)", "stop pct 2000000000"),
    ("return { stop_loss = 99, take_profit = R(2) }", "stop price 99000000000 target R 2000000000"),
    ("return { take_profit = 120 }", "target price 120000000000"), ("return {}", "levels"),
    ("return exit('time is up')", "exit time is up"), ("return exit()", "exit "),
  ]

  @Test("a rule's answer is its decision", arguments: answers)
  func answer(code: String, expected: String) throws {
    let stage = try Stage(
      "function on_tick() end\nrule('r', function(pos, tick, st, args) \(code) end)")
    #expect(words(stage.rule("r")) == expected)
  }

  static let mistakes: [(String, String)] = [
    ("return 'x'", "returned a string"), ("return true", "returned a boolean"),
    ("return 0/0", "expected a number above 0"), ("return -1", "expected a number above 0"),
    ("return { stop = 1 }", "unknown key 'stop'"),
    ("return { stop_loss = 'x' }", "expected a price"),
    ("buy('SIM:A', 1)", "a rule cannot place orders"),
    ("pcall(sell, 'SIM:A', 1) close('SIM:A')", "a rule cannot place orders"),
    ("target('SIM:A', 1)", "a rule cannot place orders"), ("error('x')", "x"),
  ]

  @Test("a rule that answers nonsense or trades is a script error", arguments: mistakes)
  func mistake(code: String, part: String) throws {
    let stage = try Stage("function on_tick() end\nrule('r', function() \(code) end)")
    let failure = stage.rule("r").failure
    #expect(failure?.source == "test.lua:2")
    #expect(failure?.callback == "rule:r")
    #expect(failure?.message.contains(part) == true, "\(failure?.message ?? "")")
    #expect(stage.desk.requests.isEmpty)
  }

  @Test("a rule sees its position, tick, own table and arguments; the table ends with the position")
  func arguments() throws {
    let stage = try Stage(
      """
      rule("r", function(pos, tick, st, args)
        st.n = (st.n or 0) + 1
        print(pos.symbol, pos.qty, tick.ltp, tick.seq, st.n, args.width, args.deep and args.deep[1])
      end)
      function on_tick() buy("SIM:A", 1, { rule = { "r", width = 2.5, deep = { "x" } } }) end
      """)
    #expect(stage.tick().failure == nil)
    let rule = try #require(stage.desk.requests.first?.protection?.rule)
    #expect(rule.name == "r")
    stage.rule("r", arguments: rule.arguments)
    stage.rule("r")
    stage.rule("r", trip: 2)
    #expect(
      stage.said.lines == [
        #"SIM:A\t10\t100.0\t1\t1\t2.5\tx"#, #"SIM:A\t10\t100.0\t1\t2\tnil\tnil"#,
        #"SIM:A\t10\t100.0\t1\t1\tnil\tnil"#,
      ])
  }

  @Test("the source of a rule's decisions is the line that declares it")
  func source() throws {
    let stage = try Stage(
      "function on_tick() end\n\nrule('r', function()\n  return exit('x')\nend)")
    guard case .decided(.exit(_, let source)) = stage.rule("r") else {
      Issue.record("no exit")
      return
    }
    #expect(source == "test.lua:3")
  }

  @Test("protection is handed over exactly")
  func protection() throws {
    let stage = try Stage(
      """
      rule("r", function() end)
      function on_tick()
        buy("SIM:A", 9, {
          stop_loss = 99.95, take_profit = { { at = R(1), share = 1/3 }, { at = 120, share = 1/3 },
            { at = pct(5), share = 1/3 } },
          trail = { by = points(2), after = pct(1), step = increments(4) },
          breakeven = { after = R(1), offset = points(0) }, time_exit = "45m", rule = "r" })
        print(protect("SIM:B", { stop_loss = points(-1), allow_widen = true }))
        print(protect("SIM:B", { time_exit = "14:45" }))
        unprotect("SIM:B")
      end
      """)
    #expect(stage.tick().failure == nil)
    let third = ProtectionRequest.Target(
      level: .distance(.riskMultiples(nanos: 1_000_000_000)), shareNanos: 333_333_333)
    var expected = ProtectionRequest(
      stopLoss: .price(.nanos(99_950_000_000)),
      targets: [
        third, .init(level: .price(.nanos(120_000_000_000)), shareNanos: 333_333_333),
        .init(level: .distance(.percent(nanos: 5_000_000_000)), shareNanos: 333_333_334),
      ],
      trail: .init(
        by: .points(nanos: 2_000_000_000), after: .percent(nanos: 1_000_000_000),
        step: .increments(nanos: 4_000_000_000)),
      breakeven: .init(after: .riskMultiples(nanos: 1_000_000_000)),
      timeExit: .after(seconds: 2_700), rule: .init(name: "r"))
    expected.source = "test.lua:3"
    #expect(stage.desk.requests.first?.protection == expected)
    #expect(stage.desk.protections.first?.1.stopLoss == .price(.invalid("points(-1.0)")))
    #expect(stage.desk.protections.first?.1.allowsWidening == true)
    #expect(stage.desk.protections.last?.1.timeExit == .at(secondOfDay: 53_100))
    #expect(stage.desk.unprotected == [stage.id("SIM:B")])
    #expect(stage.said.lines == ["true", "true"])
  }

  private func words(_ outcome: CallOutcome) -> String {
    switch outcome {
    case .decided(.keep): return "keep"
    case .decided(.exit(let text, _)): return "exit \(text)"
    case .decided(.levels(let stop, let target, _)):
      let parts = [("stop", stop), ("target", target)].compactMap { name, level in
        level.map { "\(name) \(words($0))" }
      }
      return parts.isEmpty ? "levels" : parts.joined(separator: " ")
    case .completed: return "completed"
    case .failed(let failure): return "failed: \(failure.message)"
    }
  }

  private func words(_ level: LevelRequest) -> String {
    switch level {
    case .price(.nanos(let nanos)): "price \(nanos)"
    case .price(.invalid(let text)): "invalid \(text)"
    case .distance(.percent(let nanos)): "pct \(nanos)"
    case .distance(.points(let nanos)): "points \(nanos)"
    case .distance(.increments(let nanos)): "increments \(nanos)"
    case .distance(.riskMultiples(let nanos)): "R \(nanos)"
    }
  }
}
